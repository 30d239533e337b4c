import type { RelativePath } from '../dataset/trainingImage.js';
import type { ErrorCode, ErrorData, SyncError } from './errors.js';

/** The failure of a file, or of a pair under the file that failed. */
export interface Failure {
  readonly path: RelativePath;
  readonly code: ErrorCode;
  readonly data: ErrorData;
}

/** Logs an error of a run in the words of the user, and in those of the program for whoever looks for its cause. */
export type FailureSink = (error: SyncError) => void;

/** What a run did. Every file that it changed, or may have changed, is in one of the lists. */
export interface Outcome {
  /** Files whose whole pair is done: half a pair never counts. */
  readonly transferred: readonly RelativePath[];
  /** Captions that were transferred while their image was not. */
  readonly captionsWithoutImage: readonly RelativePath[];
  /** The new names, on both sides, of files that the target had. */
  readonly copies: readonly RelativePath[];
  /** Files that were being worked on when the run ended: unchanged, or changed on one side or both. */
  readonly unconfirmed: readonly RelativePath[];
  /** Bytes of all transferred files, including the done half of a failed pair. */
  readonly bytes: number;
  readonly deleted: readonly RelativePath[];
  readonly failed: readonly Failure[];
  /** Planned deletions that were not carried out because something before them failed. */
  readonly deletionsSkipped: number;
  /** Planned transfers that were not begun, or ended before they changed anything. */
  readonly notAttempted: readonly RelativePath[];
  /** The error that ended the run early or occurred at its end. */
  readonly stoppedBy: SyncError | undefined;
  readonly cancelled: boolean;
  /** The run in the history; `undefined` where it did nothing. */
  readonly runId: string | undefined;
}
