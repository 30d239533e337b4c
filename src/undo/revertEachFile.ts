import type { RelativePath } from '../dataset/trainingImage.js';
import { asSyncError, SyncError } from '../core/errors.js';
import type { Failure, FailureSink } from '../core/outcome.js';
import { forEachLimited } from '../core/concurrency/limited.js';
import type { SyncProgress } from '../core/progress.js';
import type { RecordedAct, RecordedRun } from '../core/ports/journal.js';
import { checkIsInReach } from '../recording/reach.js';
import type { FolderContext } from '../sync/apply/runContext.js';
import type { Reverted } from './revertAct.js';

export interface RevertRequest {
  readonly run: RecordedRun;
  /** Only these; `undefined`: all. */
  readonly paths: ReadonlySet<RelativePath> | undefined;
  readonly context: Pick<FolderContext, 'recorder' | 'signal'>;
  readonly concurrency: number;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly onFailure: FailureSink;
  /** Reverts the acts on one file, the last one first. */
  readonly revert: (path: RelativePath, acts: readonly RecordedAct[]) => Promise<readonly Reverted[]>;
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
 * Reverts the acts of a run, file by file. `outcome` is updated after each file, so it is valid when this throws
 * (`cancelled`, or an error that stops a run).
 */
export async function revertEachFile(request: RevertRequest, outcome: UndoOutcome): Promise<void> {
  const { context, concurrency, onProgress, onFailure, revert } = request;
  const files = [...actsByPath(request)];
  let done = 0;
  const stop = new AbortController();
  const until = AbortSignal.any([context.signal, stop.signal]);
  await forEachLimited(files, concurrency, until, async ([path, acts]) => {
    try {
      checkIsInReach(path, acts, request.run.header);
      tally(outcome, path, await revert(path, acts));
    } catch (error) {
      const failure = asSyncError(error, { file: path });
      const { code, stopsTheRun } = failure;
      context.recorder.changed.failed(path, failure);
      if (code === 'cancelled' || stopsTheRun) {
        stop.abort();
        throw error;
      }
      const data = { ...failure.data, file: path };
      onFailure(new SyncError(code, data));
      outcome.failed.push({ path, code, data });
    }
    done += 1;
    const progress = { filesDone: done, filesTotal: files.length, bytesDone: 0, bytesTotal: 0 };
    onProgress({ phase: 'transferring', ...progress, current: path });
  });
}

/** The acts that may have happened, by file, the last act first. */
function actsByPath({ run, paths }: RevertRequest): Map<RelativePath, RecordedAct[]> {
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

function tally(outcome: UndoOutcome, path: RelativePath, reverted: readonly Reverted[]): void {
  const ends = new Set(reverted.map(({ end }) => end));
  if (ends.has('changed-since')) outcome.kept.push(path);
  else if (ends.has('restored')) outcome.restored.push(path);
  else if (ends.has('removed')) outcome.removed.push(path);
}
