import type { RelativePath } from '../dataset/trainingImage.js';
import { asSyncError } from '../core/errors.js';
import { isSameEtag } from '../core/content/etag.js';
import type { Failure } from '../core/outcome.js';
import { forEachLimited } from '../core/concurrency/limited.js';
import type { LogSink, SyncProgress } from '../core/progress.js';
import type { ManifestEntry } from '../core/ports/manifest.js';
import type { ManifestDraft } from '../core/manifest/manifestDraft.js';
import type { RunContext } from '../sync/apply/runContext.js';
import { BundledTexts } from './bundledTexts.js';
import type { RecordedAct, RecordedRun } from '../core/ports/journal.js';
import { checkIsInReach } from '../recording/reach.js';
import { Restorations } from './restorations.js';
import { revertAct, type Reverted } from './revertAct.js';

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
  readonly log: LogSink;
}

export interface UndoOutcome {
  /** Files that hold their former bytes again. */
  readonly restored: RelativePath[];
  /** Files that the run created, now removed. */
  readonly removed: RelativePath[];
  /** Files that changed since the run, left as they are. */
  readonly kept: RelativePath[];
  readonly failed: Failure[];
}

/**
 * Takes a run back, file by file, the last act first. A file that changed since the run is kept, because it holds later
 * work. The manifest gets back the entries that it had before the run, so that the next sync sees the same differences
 * as the undone one. What the undo takes away is recoverable in turn. `outcome` is updated after each file, so it is
 * valid when this throws (`cancelled`, or an error that stops a run).
 */
export async function undoRun(request: UndoRunRequest, outcome: UndoOutcome): Promise<void> {
  const { context, concurrency, onProgress, log } = request;
  const files = [...actsByPath(request)];
  const texts = new BundledTexts(context.objects);
  const restorations = new Restorations(request.run, request.history);
  let done = 0;
  const stop = new AbortController();
  const until = AbortSignal.any([context.signal, stop.signal]);
  await forEachLimited(files, concurrency, until, async ([path, acts]) => {
    try {
      checkIsInReach(path, acts, request.run.header);
      tally(outcome, path, await revertFile(path, acts, request, texts, restorations));
    } catch (error) {
      const failure = asSyncError(error, { file: path });
      const { code, data, message, stopsTheRun } = failure;
      context.recorder.changed.failed(path, failure);
      if (code === 'cancelled' || stopsTheRun) {
        stop.abort();
        throw error;
      }
      log('error', `${path}: ${message}`);
      outcome.failed.push({ path, code, data: { ...data, file: path } });
    }
    done += 1;
    const progress = { filesDone: done, filesTotal: files.length, bytesDone: 0, bytesTotal: 0 };
    onProgress({ phase: 'transferring', ...progress, current: path });
  });
}

/** The acts that may have happened, by file, the last act first. */
function actsByPath({ run, paths }: UndoRunRequest): Map<RelativePath, RecordedAct[]> {
  const byPath = new Map<RelativePath, RecordedAct[]>();
  const wasKilled = run.endedAtMs === undefined;
  for (const act of run.acts.toReversed()) {
    if (paths?.has(act.path) === false) continue;
    // In a run that ended in order, an act that failed left nothing new; but what it was to take away may be gone.
    if (!act.isDone && !wasKilled && act.before === null) continue;
    const acts = byPath.get(act.path);
    if (acts === undefined) byPath.set(act.path, [act]);
    else acts.push(act);
  }
  return byPath;
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

function tally(outcome: UndoOutcome, path: RelativePath, reverted: readonly Reverted[]): void {
  const ends = new Set(reverted.map(({ end }) => end));
  if (ends.has('changed-since')) outcome.kept.push(path);
  else if (ends.has('restored')) outcome.restored.push(path);
  else if (ends.has('removed')) outcome.removed.push(path);
}
