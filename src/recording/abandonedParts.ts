import { asSyncError } from '../core/errors.js';
import { isSameBucket, type Location } from '../core/location.js';
import type { ObjectStore } from '../core/ports/objectStore.js';
import type { LogSink } from '../core/progress.js';
import type { PartsUpload, RecordedRun, RecoveryStore } from '../core/ports/journal.js';

export interface ClearRequest {
  readonly recovery: RecoveryStore;
  readonly objects: ObjectStore;
  /** The location whose bucket `objects` accesses. */
  readonly location: Location;
  readonly log: LogSink;
}

/**
 * Removes the parts of uploads that former runs left in the bucket: those runs were killed during an upload, or could
 * not reach the server to abort it. The caller holds the style's lock, so those runs are over. A failure is logged and
 * does not fail the run.
 */
export async function clearAbandonedParts(
  { recovery, objects, location, log }: ClearRequest,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (const run of await recovery.unsettledRuns()) {
      const uploads = uploadsOf(run);
      if (uploads.length > 0 && !isSameBucket(run.header.location, location)) continue;
      let isSettled = true;
      for (const upload of uploads) {
        if (!(await clear(upload, objects, log, signal))) isSettled = false;
      }
      if (isSettled) await recovery.settle(run.header.id);
    }
  } catch (error) {
    log('warn', `Parts of broken-off uploads could not be looked for: ${asSyncError(error).message}`);
  }
}

/** Whether the upload is settled: its parts are removed, or the removal is refused for a permanent reason. */
async function clear(
  { key, uploadId }: PartsUpload,
  objects: ObjectStore,
  log: LogSink,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await objects.abandonParts(key, uploadId, signal);
    log('info', `Cleared the parts of an upload that was broken off: ${key}`);
    return true;
  } catch (error) {
    const { message, code, isTransient } = asSyncError(error, { file: key });
    log('warn', `The parts of upload ${uploadId} of ${key} could not be cleared: ${message}`);
    return !isTransient && code !== 'cancelled';
  }
}

const uploadsOf = ({ acts, partsOfCopies = [] }: RecordedRun): PartsUpload[] => [
  ...acts.flatMap(({ parts = [] }) => parts),
  ...partsOfCopies,
];
