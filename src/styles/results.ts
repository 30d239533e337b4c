import type { ErrorCode, ErrorData } from '../sync/errors.js';
import type { SyncDirection } from '../sync/progress.js';

/** A file that was not synced, and why. */
export interface FailedFile {
  readonly file: string;
  readonly code: ErrorCode;
  /** One plain sentence. */
  readonly message: string;
  /** What the sentence is made of, for those who say it in another language. */
  readonly data: ErrorData;
}

/** A row of a plan, for `--dry-run`. */
export interface PlannedAction {
  readonly action: 'upload' | 'download' | 'delete' | 'skip' | 'keep' | 'conflict' | 'refuse' | 'fail';
  readonly file: string;
  readonly reason: string;
  readonly size: number;
}

/** The fields that both directions share. Snake case: they are read by scripts (README.md, “For scripts and other extensions”). */
export interface SyncResultBase {
  readonly style_id: string;
  readonly direction: SyncDirection;
  /** `s3://bucket/prefix/id/` */
  readonly location: string;
  /** Numbers of files, not of pairs. */
  readonly failed: number;
  readonly deleted: number;
  readonly skipped: number;
  /** Changed in the target only: left as they are. */
  readonly kept: number;
  readonly conflicts: number;
  /** Names that cannot be synced safely. */
  readonly refused: number;
  readonly deletions_skipped: number;
  /** Transfers that were not begun because the run was cancelled or stopped early. */
  readonly not_attempted: number;
  readonly failed_files: readonly FailedFile[];
  readonly deleted_files: readonly string[];
  readonly kept_files: readonly string[];
  readonly conflict_files: readonly string[];
  readonly refused_files: readonly FailedFile[];
  readonly bytes: number;
  readonly cancelled: boolean;
  /** What stopped the run early, after some files had been synced. */
  readonly stopped_by?: FailedFile;
  readonly dry_run: boolean;
  /** With `--dry-run`. */
  readonly plan?: readonly PlannedAction[];
}

export interface UploadResult extends SyncResultBase {
  readonly direction: 'to-s3';
  readonly uploaded: number;
  readonly uploaded_files: readonly string[];
}

export interface DownloadResult extends SyncResultBase {
  readonly direction: 'from-s3';
  readonly downloaded: number;
  readonly downloaded_files: readonly string[];
}

export type SyncResult = UploadResult | DownloadResult;
