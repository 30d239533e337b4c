import type { Connection } from '../sync/connection.js';
import type { SyncDirection } from '../sync/progress.js';

/** What a front end asks of a style: plain data, so that it can go to a worker thread. */

export interface ListRequest {
  /** Absolute path of the style's folder. */
  readonly folder: string;
  readonly imageExtensions: readonly string[];
}

export interface SyncRequest {
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
  /** Accept an empty source. */
  readonly force: boolean;
  readonly dryRun: boolean;
  /** Who holds the lock, for the message that refuses a second sync: `VS Code`, `command line`. */
  readonly holder: string;
}

/** What a sync would delete, for the question before it does. */
export interface DeletionsToApprove {
  readonly side: 'S3' | 'local';
  readonly files: readonly { readonly file: string; readonly reason: string }[];
}
