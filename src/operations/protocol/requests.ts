import type { Connection } from '../../core/connection.js';
import type { Resolution } from '../../sync/plan/approval.js';
import type { SyncDirection } from '../../core/progress.js';
import type { PlannedAction } from './results.js';

/** What a front end asks of a style: plain data, so that it can go to a worker thread. */

/** How a style's folder and its files are looked at. */
export interface LinkRule {
  /** Reads what links in the folder lead to outside of it: only this user can want that. Left out: they are not read. */
  readonly followLinks?: boolean;
  /**
   * Absolute path of the folder that the user has opened and that the style lies in: links below it may have come with
   * it, and where they lead is named. Left out: only the style's own name is looked at.
   */
  readonly workspaceFolder?: string;
}

export interface ListRequest extends LinkRule {
  /** Absolute path of the style's folder. */
  readonly folder: string;
  readonly imageExtensions: readonly string[];
  /** Where the style is synced with: what has changed is told by that. Left out: by the sync that was last, wherever. */
  readonly syncedWith?: PlaceInS3;
}

/** What the settings say of the place of a style in S3. */
export interface PlaceInS3 {
  readonly bucket: string;
  readonly prefix: string;
  /** Empty: what the AWS chain says, which is any. */
  readonly endpoint: string;
}

export interface SyncRequest extends LinkRule {
  readonly direction: SyncDirection;
  /** Absolute path of the style's folder. */
  readonly folder: string;
  readonly imageExtensions: readonly string[];
  readonly bucket: string;
  readonly prefix: string;
  /** The folder's name unless given. */
  readonly styleId?: string;
  readonly connection: Connection;
  readonly syncDeletes: boolean;
  /** Transfers under way at once. */
  readonly concurrency: number;
  /** Relative paths of the selected images; left out: all. */
  readonly images?: readonly string[];
  readonly onConflict: 'skip' | 'overwrite';
  /** Accept an empty source and a mass change. */
  readonly force: boolean;
  readonly dryRun: boolean;
  /** Who holds the lock, for the message that refuses a second sync: `VS Code`, `command line`. */
  readonly holder: string;
  /** Only these rows of the plan, each as it was when it was approved; left out: all of it. */
  readonly approved?: readonly ApprovedRow[];
  /** What whoever approves plans is asked about, beside what guards are there for; left out: `deletes`. */
  readonly confirm?: 'deletes' | 'never';
  readonly recovery?: RecoverySettings;
}

export type { Resolution };

/** A row of a plan that is to be carried out. */
export interface ApprovedRow extends Pick<PlannedAction, 'action' | 'file' | 'seen'> {
  /** Of the actions `keep` and `conflict`; left out: `keep`. */
  readonly resolution?: Resolution;
}

/** How much is kept for undoing; the newest run always is. */
export interface RecoverySettings {
  readonly keepDays: number;
  readonly keepMegabytes: number;
}

/** Where nobody has said otherwise. */
export const DEFAULT_RECOVERY: RecoverySettings = { keepDays: 30, keepMegabytes: 2048 };

/** Says which style. */
export interface StyleRequest extends LinkRule {
  /** Absolute path of the style's folder. */
  readonly folder: string;
}

/** A run of a style's history. */
export interface RunRequest extends StyleRequest {
  readonly runId: string;
}

export interface UndoRequest extends StyleRequest {
  /** Where the run was is in its journal; this is how to get in. */
  readonly connection: Connection;
  readonly concurrency: number;
  readonly holder: string;
  /** Left out: the last sync that has not been undone. */
  readonly runId?: string;
  /** Relative paths; left out: all that the run did. */
  readonly files?: readonly string[];
  /**
   * The user was shown where the run was and what an undo of it brings back and takes away, and takes it for his own
   * although it is not proven to be (docs/sync-contract.md §8). Left out: such a run is refused.
   */
  readonly trustHistory?: boolean;
  /** The user knows that the style is a link, and what is lost where it leads. Left out: nothing is lost there. */
  readonly force?: boolean;
}

/** One file of a style as S3 has it, to look at. */
export interface ObjectRequest extends StyleRequest {
  readonly bucket: string;
  readonly prefix: string;
  readonly styleId?: string;
  readonly connection: Connection;
  /** Relative path. */
  readonly file: string;
}

/** The texts of a caption that was edited on both sides. */
export interface CaptionVersions {
  /** As of the last sync; `undefined` where it is not known. */
  readonly base: string | undefined;
  readonly local: string;
  readonly s3: string;
  /** Both edits in one text; `undefined` where they contradict each other. */
  readonly merged: string | undefined;
}
