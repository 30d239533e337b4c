import type { ErrorCode, ErrorData } from '../../core/errors.js';
import type { LocalFile } from '../../core/ports/fileStore.js';
import type { Guard } from '../../sync/plan/guards.js';
import type { OnlyKind } from '../../sync/plan/selection.js';
import type { RowAction, SeenTokens } from '../../sync/plan/planRows.js';
import type { PlanTotals } from '../../sync/plan/planTotals.js';
import type { PairAct, RecordedEdit } from '../../core/ports/journal.js';
import type { SyncDirection } from '../../core/progress.js';

export type { Guard, PairAct, PlanTotals, RecordedEdit };

/** A file that was not synced, and why. */
export interface FailedFile {
  readonly file: string;
  readonly code: ErrorCode;
  /** One plain sentence. */
  readonly message: string;
  /** The data of the sentence, for a translation. */
  readonly data: ErrorData;
}

/** A caption file as it was read from the disk. */
export interface CaptionFile {
  readonly file: LocalFile;
  /** `undefined`: it is larger than a caption that is edited. */
  readonly bytes: Uint8Array | undefined;
}

/** A row of a plan: in a dry run, in the preview, and among the approved rows. */
export interface PlannedAction {
  readonly action: RowAction;
  readonly file: string;
  readonly reason: string;
  readonly size: number;
  /** Opaque tokens of what each side held when the row was planned; `null`: nothing. */
  readonly seen: SeenTokens;
}

/** The fields that both directions share, in snake case for scripts (README.md, “For scripts and other extensions”). */
export interface SyncResultBase {
  readonly style_id: string;
  readonly direction: SyncDirection;
  /** `s3://bucket/prefix/id/` */
  readonly location: string;
  /** The real path of a style's folder that was reached through a link to elsewhere. */
  readonly folder?: string;
  /** Counts are of files, not of pairs. */
  readonly failed: number;
  readonly deleted: number;
  readonly skipped: number;
  /**
   * Only the target has them, and they stay there because Sync Deletes is off; 0 for a sync of some images. Of these,
   * `deleted_in_source` were synced before.
   */
  readonly only_in_target: number;
  readonly deleted_in_source: number;
  /** Changed in the target only, and left as they are. */
  readonly kept: number;
  readonly conflicts: number;
  /** Files whose names cannot be synced safely. */
  readonly refused: number;
  readonly deletions_skipped: number;
  /** Transfers that were not started, or changed nothing, because the run was cancelled or stopped early. */
  readonly not_attempted: number;
  readonly not_attempted_files: readonly string[];
  /** Captions that were transferred without their image. They are not counted as `uploaded` or `downloaded`. */
  readonly captions_without_image: number;
  readonly captions_without_image_files: readonly string[];
  /** Files of the target that are now on both sides under these new names (`keep-both`). */
  readonly copies: number;
  readonly copy_files: readonly string[];
  /**
   * Files whose transfer was under way when the run ended. They are as they were, or changed on one side or both; the
   * next sync finds out.
   */
  readonly unconfirmed: number;
  readonly unconfirmed_files: readonly string[];
  /** The kind of files that the sync was restricted to; left out: it was of both. */
  readonly only?: OnlyKind;
  /** With `only`: the files of the other kind that a sync of both would have transferred or deleted. */
  readonly left_out?: number;
  readonly left_out_files?: readonly string[];
  readonly failed_files: readonly FailedFile[];
  readonly deleted_files: readonly string[];
  readonly only_in_target_files: readonly string[];
  readonly kept_files: readonly string[];
  readonly conflict_files: readonly string[];
  readonly refused_files: readonly FailedFile[];
  readonly bytes: number;
  readonly cancelled: boolean;
  /** The error that ended the run early or at its end. The fields above still say what was done. */
  readonly stopped_by?: FailedFile;
  readonly dry_run: boolean;
  /** Approved rows that have changed since their approval, and were left alone. */
  readonly drifted: number;
  readonly drifted_files: readonly string[];
  /** The run in the history, for `undo`; left out where nothing was changed. */
  readonly run_id?: string;
  /** Set in a dry run. */
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
  readonly kind: 'sync' | 'undo' | 'edit';
  /** `null`: an edit of pairs in the folder, or the undo of one. */
  readonly direction: SyncDirection | null;
  /** `s3://bucket/prefix/id/`; empty where the direction is `null`. */
  readonly location: string;
  /** Set for an edit. */
  readonly edit?: RecordedEdit;
  /** The style's folder, symbolic links resolved. */
  readonly folder: string;
  /** The URL of the server; empty for AWS itself. */
  readonly endpoint: string;
  readonly bucket: string;
  /**
   * Whether this user provably made the run on this machine for this folder. Any other run is undone only after a yes.
   */
  readonly proven: boolean;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  /** `null`: the run was killed. */
  readonly ended_at: string | null;
  /** `VS Code`, `the command line`. */
  readonly by: string;
  /** Counts of files on both sides. */
  readonly created: number;
  readonly replaced: number;
  readonly deleted: number;
  /** Whether a later undo has undone it. */
  readonly undone: boolean;
  /** Whether an undo without a run id would undo this run. */
  readonly next_undo: boolean;
  /** Set on the next undo; as in `UndoResult`. */
  readonly newer_untrusted_run_id?: string;
}

export interface HistoryRun extends RunSummary {
  /** The files that the run replaced or deleted and that can be restored. */
  readonly restorable: readonly RestorableFile[];
}

/** The files that an undo of a run would change. */
export interface RunFiles extends Pick<HistoryRun, 'restorable'> {
  /** The files that the run created, and that an undo removes. */
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

/** The result of an undo. */
export interface UndoResult {
  readonly style_id: string;
  readonly location: string;
  /** As in the result of a sync. */
  readonly folder?: string;
  /** The run that was undone. */
  readonly undone_run_id: string;
  /** A newer sync that is not proven to be this user's, and was therefore passed over. Left out: there is none. */
  readonly newer_untrusted_run_id?: string;
  /** As in the history. */
  readonly direction: SyncDirection | null;
  readonly started_at: string;
  /** Files that have their former bytes again. */
  readonly restored: number;
  readonly restored_files: readonly string[];
  /** Files that the run had created, and that no longer exist. */
  readonly removed: number;
  readonly removed_files: readonly string[];
  /** Files that changed since the run, and were left as they are. */
  readonly kept: number;
  readonly kept_files: readonly string[];
  readonly failed: number;
  readonly failed_files: readonly FailedFile[];
  /** Files that were being restored when the undo ended; another undo finds out their state. */
  readonly unconfirmed: number;
  readonly unconfirmed_files: readonly string[];
  readonly cancelled: boolean;
  /** The error that ended the undo early. The next undo takes back the rest. */
  readonly stopped_by?: FailedFile;
  readonly run_id?: string;
}

/** The result of an edit of pairs. Snake case, as above. */
export interface PairsResult {
  readonly style_id: string;
  readonly act: PairAct;
  /** As in the result of a sync. */
  readonly folder?: string;
  /** Numbers of files that were deleted, renamed, moved, copied or added. */
  readonly images: number;
  readonly captions: number;
  /** Relative paths. */
  readonly created_files: readonly string[];
  readonly deleted_files: readonly string[];
  readonly failed: number;
  readonly failed_files: readonly FailedFile[];
  readonly cancelled: boolean;
  /** The error that ended the edit early. The fields above still say what was done. */
  readonly stopped_by?: FailedFile;
  /** The run in the history, for `undo`; left out where nothing was changed. */
  readonly run_id?: string;
  /** The run in the history of the style that the pairs were moved to. */
  readonly moved_in_run_id?: string;
}
