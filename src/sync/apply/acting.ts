import { mayBeCaption } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import type { RecoveryStore } from '../../core/ports/journal.js';
import type { Recorder } from '../../recording/recorder.js';
import type { Budget } from '../../core/concurrency/budget.js';
import { SyncError } from '../../core/errors.js';
import type { ManifestEntry } from '../../core/ports/manifest.js';
import type { FileStore, ObjectStore } from '../../core/ports/ports.js';
import type { Wire } from '../../core/concurrency/wire.js';

/** What every act of a run works with. */
export interface Acting {
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly recorder: Recorder;
  readonly recovery: RecoveryStore;
  readonly keyPrefix: string;
  /** Bytes held in memory at once. */
  readonly memory: Budget;
  readonly wire: Wire;
  readonly signal: AbortSignal;
  /** What the last sync left of a path. */
  readonly baseOf: (path: RelativePath) => ManifestEntry | undefined;
  /** Whether somebody has unsaved edits of the file open. */
  readonly isUnsaved: (path: RelativePath) => boolean;
}

/** Texts beyond this are no captions that anybody merges. Bytes. */
const CAPTION_LIMIT = 256 * 1024;

/** Whether the bytes of a file are to be remembered as the base of a later merge. */
export const isRemembered = (path: RelativePath, size: number): boolean =>
  mayBeCaption(path) && size <= CAPTION_LIMIT;

/**
 * Runs an act on the target. That the target changed under it is no failure of ours: it becomes `target-changed`, a
 * conflict for the user to decide.
 */
export async function onTarget<T>(path: RelativePath, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof SyncError) || error.code !== 'changed-during-sync') throw error;
    throw new SyncError('target-changed', { ...error.data, file: path }, { cause: error });
  }
}
