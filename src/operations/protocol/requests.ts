import type { LocalFile } from '../../core/ports/fileStore.js';
import type { Connection } from '../../core/connection.js';
import type { Resolution } from '../../sync/plan/approval.js';
import type { SyncDirection } from '../../core/progress.js';
import type { OnlyKind } from '../../sync/plan/selection.js';
import type { PlannedAction } from './results.js';

/** The requests of the front ends: plain data, so that they can go to a worker thread. */

/** Which links in and above a style's folder are followed. */
export interface LinkRule {
  /**
   * Follows links in the folder that lead outside of it; only the user's own settings can allow that. Left out: they
   * are ignored.
   */
  readonly followLinks?: boolean;
  /**
   * Absolute path of the opened workspace folder that contains the style. Links below it may have come with it, so a
   * run names their target. Left out: only the style's own name is checked for a link.
   */
  readonly workspaceFolder?: string;
}

export interface ListRequest extends LinkRule {
  /** Absolute path of the style's folder. */
  readonly folder: string;
  readonly imageExtensions: readonly string[];
  /** The place that the images' states refer to. Left out: the place of the last sync. */
  readonly syncedWith?: PlaceInS3;
}

/** The place of a style in S3, as the settings say. */
export interface PlaceInS3 {
  readonly bucket: string;
  readonly prefix: string;
  /** Empty: any, as the AWS chain decides. */
  readonly endpoint: string;
}

export interface SyncRequest extends LinkRule {
  readonly direction: SyncDirection;
  /** Absolute path of the style's folder. */
  readonly folder: string;
  readonly imageExtensions: readonly string[];
  readonly bucket: string;
  readonly prefix: string;
  /** Left out: the folder's name. */
  readonly styleId?: string;
  readonly connection: Connection;
  readonly syncDeletes: boolean;
  /** Transfers under way at once. */
  readonly concurrency: number;
  /** Relative paths of the selected images; left out: all. */
  readonly images?: readonly string[];
  /** Syncs only captions, or only images: the other kind is neither transferred nor deleted. Left out: both. */
  readonly only?: OnlyKind;
  readonly onConflict: 'skip' | 'overwrite';
  /** Accepts an empty source and a mass change. */
  readonly force: boolean;
  readonly dryRun: boolean;
  /** The holder of the lock, for the message that refuses a second sync: `VS Code`, `command line`. */
  readonly holder: string;
  /** The rows to carry out, each as it was when it was approved; left out: the whole plan. */
  readonly approved?: readonly ApprovedRow[];
  /** Whether deletions and overwrites need approval, beside tripped guards; left out: `deletes`. */
  readonly confirm?: 'deletes' | 'never';
  readonly recovery?: RecoverySettings;
}

export type { OnlyKind, Resolution };

/** An approved row of a plan. */
export interface ApprovedRow extends Pick<PlannedAction, 'action' | 'file' | 'seen'> {
  /** For the actions `keep` and `conflict`; left out: `keep`. */
  readonly resolution?: Resolution;
}

/** The limits of what is kept for undoing; the newest run is always kept. */
export interface RecoverySettings {
  readonly keepDays: number;
  readonly keepMegabytes: number;
}

/** The limits of a request without its own. */
export const DEFAULT_RECOVERY: RecoverySettings = { keepDays: 30, keepMegabytes: 2048 };

/** Identifies a style. */
export interface StyleRequest extends LinkRule {
  /** Absolute path of the style's folder. */
  readonly folder: string;
}

/** A run of a style's history. */
export interface RunRequest extends StyleRequest {
  readonly runId: string;
}

export interface UndoRequest extends StyleRequest {
  /** How to connect; the bucket and its endpoint are those of the run's journal. */
  readonly connection: Connection;
  readonly concurrency: number;
  readonly holder: string;
  /** Left out: the last sync that is not undone yet. */
  readonly runId?: string;
  /** Relative paths to restore; left out: the whole run. */
  readonly files?: readonly string[];
  /**
   * The user has seen the place of the run and what an undo restores and removes, and accepts the run as their own
   * although it is not proven to be (docs/sync-contract.md §8). Left out: an unproven run is refused.
   */
  readonly trustHistory?: boolean;
  /**
   * The user knows that the style is a link, and which files are lost at its target. Left out: an undo that loses files
   * there is refused.
   */
  readonly force?: boolean;
}

/** An edit of pairs in the folder of a style. Paths are relative to it. */
export type PairsEdit =
  /** Images, each with its captions; and captions, each alone. */
  | { readonly act: 'delete'; readonly files: readonly string[] }
  /** Images with their captions, or captions without an image. */
  | { readonly act: 'rename'; readonly renamings: readonly RenamedFile[] }
  | { readonly act: 'duplicate'; readonly images: readonly string[] }
  /** To the same paths in another style. `to`: its folder. */
  | { readonly act: 'move'; readonly images: readonly string[]; readonly to: StyleRequest }
  /**
   * Copies files of this machine into the style; `from` are their absolute paths. `takesFreeNames`: a pair whose name is
   * taken gets another one; left out: it is left alone.
   */
  | { readonly act: 'add'; readonly files: readonly RenamedFile[]; readonly takesFreeNames?: boolean };

export interface RenamedFile {
  readonly from: string;
  readonly to: string;
}

export interface PairsRequest extends StyleRequest {
  readonly edit: PairsEdit;
  readonly imageExtensions: readonly string[];
  /** The prefix of the style in S3, for the length of its keys; left out: none. */
  readonly prefix?: string;
  readonly holder: string;
  /** As of `UndoRequest`. */
  readonly force?: boolean;
  readonly recovery?: RecoverySettings;
}

/** A file of a style in S3, for display. */
export interface ObjectRequest extends StyleRequest {
  readonly bucket: string;
  readonly prefix: string;
  readonly styleId?: string;
  readonly connection: Connection;
  /** Relative path. */
  readonly file: string;
}

/** One caption file of a style. */
export interface CaptionFileRequest extends StyleRequest {
  /** Relative path. */
  readonly file: string;
}

/** The new bytes of a caption file. */
export interface CaptionWrite extends CaptionFileRequest {
  readonly bytes: Uint8Array;
  /** The state that the file must still have; `undefined`: absent. */
  readonly before: LocalFile | undefined;
}

/** The texts of a caption that was edited on both sides. */
export interface CaptionVersions {
  /** The text of the last sync; `undefined`: unknown. */
  readonly base: string | undefined;
  readonly local: string;
  readonly s3: string;
  /** One text with both edits; `undefined` where they contradict each other. */
  readonly merged: string | undefined;
}
