import type { ErrorCode, ErrorData } from '../../core/errors.js';
import type { Guard } from '../../sync/plan/guards.js';
import type { RowAction, SeenTokens } from '../../sync/plan/planRows.js';
import type { PlanTotals } from '../../sync/plan/planTotals.js';
import type { SyncDirection } from '../../core/progress.js';

export type { Guard, PlanTotals };

/** A file that was not synced, and why. */
export interface FailedFile {
  readonly file: string;
  readonly code: ErrorCode;
  /** One plain sentence. */
  readonly message: string;
  /** What the sentence is made of, for those who say it in another language. */
  readonly data: ErrorData;
}

/** A row of a plan: of `--dry-run`, of the preview, and of what is approved to be applied. */
export interface PlannedAction {
  readonly action: RowAction;
  readonly file: string;
  readonly reason: string;
  readonly size: number;
  /** What each side held when the row was planned, as opaque tokens; `null`: nothing. */
  readonly seen: SeenTokens;
}

/** The fields that both directions share. Snake case: they are read by scripts (README.md, “For scripts and other extensions”). */
export interface SyncResultBase {
  readonly style_id: string;
  readonly direction: SyncDirection;
  /** `s3://bucket/prefix/id/` */
  readonly location: string;
  /** The real path of the style's folder, where that was reached through a link to elsewhere. */
  readonly folder?: string;
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
  /** Transfers that were not begun, or changed nothing, because the run was cancelled or stopped early. */
  readonly not_attempted: number;
  /** Captions that were transferred, while their image was not: they are not counted as `uploaded` or `downloaded`. */
  readonly captions_without_image: number;
  readonly captions_without_image_files: readonly string[];
  /** What the target had, and has now on both sides under these new names (`keep-both`). */
  readonly copies: number;
  readonly copy_files: readonly string[];
  /**
   * Work on them was under way when the run ended, and what became of it is not known: as they were, or changed on one
   * side or both. The next sync finds out.
   */
  readonly unconfirmed: number;
  readonly unconfirmed_files: readonly string[];
  readonly failed_files: readonly FailedFile[];
  readonly deleted_files: readonly string[];
  readonly kept_files: readonly string[];
  readonly conflict_files: readonly string[];
  readonly refused_files: readonly FailedFile[];
  readonly bytes: number;
  readonly cancelled: boolean;
  /** What ended the run early, or went wrong at its end. It stands beside what was done, never in its place. */
  readonly stopped_by?: FailedFile;
  readonly dry_run: boolean;
  /** Rows that were approved and are not what they were any more: left alone. */
  readonly drifted: number;
  readonly drifted_files: readonly string[];
  /** The run in the history, for `undo`; left out where nothing was changed. */
  readonly run_id?: string;
  /** With a dry run. */
  readonly plan?: readonly PlannedAction[];
  readonly totals?: PlanTotals;
  readonly guards?: readonly Guard[];
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

/** A run of the history. Snake case, as above. */
export interface RunSummary {
  readonly run_id: string;
  readonly kind: 'sync' | 'undo';
  readonly direction: SyncDirection;
  readonly location: string;
  /** The style's, symbolic links resolved. */
  readonly folder: string;
  /** The URL of the server; empty for AWS itself. */
  readonly endpoint: string;
  readonly bucket: string;
  /** Whether this user made it on this machine for this folder. Any other is only undone where the user says yes. */
  readonly proven: boolean;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  /** `null`: the run was killed. */
  readonly ended_at: string | null;
  /** `VS Code`, `the command line`. */
  readonly by: string;
  /** Numbers of files on both sides. */
  readonly created: number;
  readonly replaced: number;
  readonly deleted: number;
  /** A later undo has taken it back. */
  readonly undone: boolean;
  /** What an undo takes back that is not told what. */
  readonly next_undo: boolean;
  /** Of the next undo: as of `UndoResult`. */
  readonly newer_untrusted_run_id?: string;
}

export interface HistoryRun extends RunSummary {
  /** What the run took away and can be had again. */
  readonly restorable: readonly RestorableFile[];
}

/** What an undo of a run is about. */
export interface RunFiles extends Pick<HistoryRun, 'restorable'> {
  /** What the run made, and an undo takes away. */
  readonly created: readonly ChangedFile[];
}

export interface ChangedFile {
  readonly file: string;
  readonly side: 'local' | 's3';
}

export interface RestorableFile extends ChangedFile {
  readonly what: 'replaced' | 'deleted';
  /** Bytes. */
  readonly size: number;
}

/** What an undo did. */
export interface UndoResult {
  readonly style_id: string;
  readonly location: string;
  /** As of a sync. */
  readonly folder?: string;
  /** The run that was taken back. */
  readonly undone_run_id: string;
  /** A sync since then that is not known to be this user's, and was passed over for that. Left out: there is none. */
  readonly newer_untrusted_run_id?: string;
  readonly direction: SyncDirection;
  readonly started_at: string;
  /** Files that hold their former bytes again. */
  readonly restored: number;
  readonly restored_files: readonly string[];
  /** Files that the run had created, and that are gone again. */
  readonly removed: number;
  readonly removed_files: readonly string[];
  /** Changed since the run: left as they are. */
  readonly kept: number;
  readonly kept_files: readonly string[];
  readonly failed: number;
  readonly failed_files: readonly FailedFile[];
  /** Work on them was under way when the undo ended, and what became of it is not known. Another undo finds out. */
  readonly unconfirmed: number;
  readonly unconfirmed_files: readonly string[];
  readonly cancelled: boolean;
  /** What ended the undo early: what is left is what the next one takes back. */
  readonly stopped_by?: FailedFile;
  readonly run_id?: string;
}
