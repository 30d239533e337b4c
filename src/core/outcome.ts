import type { RelativePath } from '../dataset/trainingImage.js';
import type { ErrorCode, ErrorData, SyncError } from './errors.js';

/** A file, or a pair by the file that failed. */
export interface Failure {
  readonly path: RelativePath;
  readonly code: ErrorCode;
  readonly data: ErrorData;
}

/** What a run has done. Every file that it changed, or may have changed, is in one of the lists. */
export interface Outcome {
  /** Files whose whole pair is done: no half pair is claimed. */
  readonly transferred: readonly RelativePath[];
  /** Captions that were transferred, and whose image was not. */
  readonly captionsWithoutImage: readonly RelativePath[];
  /** New names, on both sides, of what the target had. */
  readonly copies: readonly RelativePath[];
  /** Work on them was under way when the run ended: they may be as they were, or changed on one side or both. */
  readonly unconfirmed: readonly RelativePath[];
  /** Bytes of all files that were moved, halves of failed pairs included. */
  readonly bytes: number;
  readonly deleted: readonly RelativePath[];
  readonly failed: readonly Failure[];
  /** Planned deletions that were not carried out because something before them failed. */
  readonly deletionsSkipped: number;
  /** Planned transfers that were not begun, or were broken off before they changed anything. */
  readonly notAttempted: number;
  /** The error that ended the run early, or that came at its end. */
  readonly stoppedBy: SyncError | undefined;
  readonly cancelled: boolean;
  /** The run in the history; `undefined` where it has done nothing. */
  readonly runId: string | undefined;
}
