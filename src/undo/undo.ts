import type { RelativePath } from '../dataset/trainingImage.js';
import { isSameEtag } from '../core/content/etag.js';
import type { FailureSink } from '../core/outcome.js';
import type { SyncProgress } from '../core/progress.js';
import type { ManifestEntry } from '../core/ports/manifest.js';
import type { ManifestDraft } from '../core/manifest/manifestDraft.js';
import type { RunContext } from '../sync/apply/runContext.js';
import { BundledTexts } from './bundledTexts.js';
import type { RecordedAct, RecordedRun } from '../core/ports/journal.js';
import { Restorations } from './restorations.js';
import { revertAct, type Reverted } from './revertAct.js';
import { revertEachFile, type UndoOutcome } from './revertEachFile.js';

export interface UndoRunRequest {
  readonly run: RecordedRun;
  /** The history, newest first: an undo that failed may already have taken back a part of the run. */
  readonly history: readonly RecordedRun[];
  /** Only these; `undefined`: all. */
  readonly paths: ReadonlySet<RelativePath> | undefined;
  readonly context: RunContext;
  readonly manifest: ManifestDraft;
  readonly concurrency: number;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly onFailure: FailureSink;
}

/**
 * Takes a run back, file by file, the last act first. A file that changed since the run is kept, because it holds later
 * work. The manifest gets back the entries that it had before the run, so that the next sync sees the same differences
 * as the undone one. What the undo takes away is recoverable in turn. `outcome` is updated after each file, so it is
 * valid when this throws (`cancelled`, or an error that stops a run).
 */
export async function undoRun(request: UndoRunRequest, outcome: UndoOutcome): Promise<void> {
  const { run, paths, context, concurrency, onProgress, onFailure } = request;
  const texts = new BundledTexts(context.objects);
  const restorations = new Restorations(run, request.history);
  const revert = (path: RelativePath, acts: readonly RecordedAct[]): Promise<readonly Reverted[]> =>
    revertFile(path, acts, request, texts, restorations);
  await revertEachFile({ run, paths, context, concurrency, onProgress, onFailure, revert }, outcome);
}

async function revertFile(
  path: RelativePath,
  acts: readonly RecordedAct[],
  { context, manifest, run }: UndoRunRequest,
  texts: BundledTexts,
  restorations: Restorations,
): Promise<readonly Reverted[]> {
  const reverted: Reverted[] = [];
  for (const act of acts) {
    const end = await revertAct(act, context, texts, restorations);
    reverted.push(end);
    if (end.end === 'changed-since') return reverted;
  }
  restoreEntry(path, acts, reverted, manifest, run.isProven);
  return reverted;
}

/**
 * Restores the manifest's entry from before the first act, updated to the state in which the restored bytes now appear.
 */
function restoreEntry(
  path: RelativePath,
  acts: readonly RecordedAct[],
  reverted: readonly Reverted[],
  manifest: ManifestDraft,
  isProven: boolean,
): void {
  const base = acts.at(-1)?.base ?? null;
  if (base === null) {
    manifest.unlearn(path);
    return;
  }
  let entry: ManifestEntry = isProven ? base : { ...base, claimed: true };
  acts.forEach(({ before }, index) => {
    const end = reverted[index];
    if (end?.end !== 'restored' && end?.end !== 'nothing') return;
    if (end.etag !== undefined && isSameEtag(before?.etag, base.etag)) entry = { ...entry, etag: end.etag };
    if (end.file !== undefined && before?.sha256 === base.sha256) {
      const { size, mtimeMs, ino } = end.file;
      entry = { ...entry, size, mtimeMs, ino };
    }
  });
  manifest.remember(path, entry);
}
