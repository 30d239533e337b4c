import type { RelativePath } from '../dataset/trainingImage.js';
import type { ErrorCode, ErrorData, SyncError } from './errors.js';

/** A file, or a pair by the file that failed. */
export interface Failure {
  readonly path: RelativePath;
  readonly code: ErrorCode;
  readonly data: ErrorData;
}

/** What a run has done. */
export interface Outcome {
  /** Files whose whole pair is done: no half pair is claimed. */
  readonly transferred: readonly RelativePath[];
  /** Bytes of all files that were moved, halves of failed pairs included. */
  readonly bytes: number;
  readonly deleted: readonly RelativePath[];
  readonly failed: readonly Failure[];
  /** Planned deletions that were not carried out because something before them failed. */
  readonly deletionsSkipped: number;
  /** Planned transfers that were not begun, or were broken off. */
  readonly notAttempted: number;
  /** The error that ended the run early. */
  readonly stoppedBy: SyncError | undefined;
  readonly cancelled: boolean;
  /** The run in the history; `undefined` where it has done nothing. */
  readonly runId: string | undefined;
}
