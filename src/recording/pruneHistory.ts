import { asSyncError, throwIfCancelled } from '../core/errors.js';
import { isSameBucket, type Location } from '../core/location.js';
import { forEachLimited } from '../core/concurrency/limited.js';
import type { ObjectInfo, ObjectStore } from '../core/ports/objectStore.js';
import type { LogSink } from '../core/progress.js';
import type { RecordedRun, RecoveryStore } from '../core/ports/journal.js';
import { trashFolderOf } from './trash.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const MEBIBYTE = 1024 * 1024;

export interface HistoryLimits {
  readonly keepDays: number;
  readonly keepMegabytes: number;
}

export interface PruneRequest {
  readonly objects: ObjectStore;
  /** The location whose bucket `objects` accesses. */
  readonly location: Location;
  readonly recovery: RecoveryStore;
  readonly settings: HistoryLimits;
  /** Whether the run may send DELETE at all: with deletes off it sends none, not even for our own copies. */
  readonly mayDeleteObjects: boolean;
  /** Requests at once. */
  readonly concurrency: number;
  readonly nowMs: number;
  readonly log: LogSink;
}

/**
 * Removes history that is older or larger than the user wants to keep. A failure is logged only, because the sync
 * itself has succeeded.
 */
export async function pruneHistory(request: PruneRequest, signal: AbortSignal): Promise<void> {
  const { recovery, settings, mayDeleteObjects, location, nowMs, log } = request;
  const { serverTimeMs = nowMs } = request.objects;
  // With a wrong clock every run may look old.
  const clockIsWrong = Math.abs(serverTimeMs - nowMs) > DAY_MS;
  const limits = {
    maxAgeMs: clockIsWrong ? Number.POSITIVE_INFINITY : settings.keepDays * DAY_MS,
    maxBytes: settings.keepMegabytes * MEBIBYTE,
  };
  if (clockIsWrong) log('warn', 'The clock of this machine is not that of S3: no old run leaves the history');
  // Where the run is not proven to be ours, neither is what it names in S3 (docs/sync-contract.md §8).
  const isOutOfReach = (run: RecordedRun): boolean =>
    hasTrash(run) && !(run.isProven && mayDeleteObjects && isSameBucket(run.header.location, location));
  try {
    const gone = await recovery.prune(limits, nowMs, {
      mustStay: (run) => isOutOfReach(run) || mayHaveParts(run),
      clear: async (run) => {
        if (isOutOfReach(run)) return false;
        if (hasTrash(run)) await deleteTrash(run, request, signal);
        return true;
      },
    });
    if (gone.length > 0) log('info', `${gone.length} old runs left the history`);
  } catch (error) {
    log('warn', `The history could not be pruned: ${asSyncError(error).message}`);
  }
}

/**
 * The same after an edit of the folder, without S3: runs that are too large leave the history where they stored nothing
 * in S3. Age waits for the next sync, which learns whether the clock is right.
 */
export async function pruneFolderHistory({
  recovery,
  settings,
  nowMs,
  log,
}: Pick<PruneRequest, 'recovery' | 'settings' | 'nowMs' | 'log'>): Promise<void> {
  const limits = { maxAgeMs: Number.POSITIVE_INFINITY, maxBytes: settings.keepMegabytes * MEBIBYTE };
  try {
    const gone = await recovery.prune(limits, nowMs, {
      mustStay: (run) => hasTrash(run) || mayHaveParts(run),
      clear: (run) => Promise.resolve(!hasTrash(run)),
    });
    if (gone.length > 0) log('info', `${gone.length} old runs left the history`);
  } catch (error) {
    log('warn', `The history could not be pruned: ${asSyncError(error).message}`);
  }
}

/**
 * Lists the trash instead of reading the journal: a run that was killed between a copy and its intent recorded no such
 * copy.
 */
async function deleteTrash(
  { header }: RecordedRun,
  { objects, concurrency }: PruneRequest,
  signal: AbortSignal,
): Promise<void> {
  const copies: ObjectInfo[] = [];
  for await (const page of objects.list(trashFolderOf(header.location, header.id), signal))
    copies.push(...page);
  await forEachLimited(copies, concurrency, signal, (copy) => objects.delete(copy.key, copy, signal));
  throwIfCancelled(signal);
}

const hasTrash = ({ acts }: RecordedRun): boolean =>
  acts.some(({ before }) => before?.kept.in === 'trash' || before?.kept.in === 'captions');

/** Only the journal knows its uploads; the next run in their bucket removes the parts. */
const mayHaveParts = ({ acts, partsOfCopies }: RecordedRun): boolean =>
  partsOfCopies !== undefined || acts.some(({ parts }) => parts !== undefined);
