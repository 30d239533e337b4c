import type { CaptionedImage } from '../dataset/trainingImage.js';
import type { SyncResult } from '../styles/results.js';
import type { Connection } from '../sync/connection.js';
import type { ErrorCode, ErrorData } from '../sync/errors.js';
import type { LogLevel, SyncDirection, SyncProgress } from '../sync/progress.js';

/** Between the extension host and the engine's worker thread. Everything here survives structured cloning. */

export interface ListRequest {
  /** Absolute path of the style's folder. */
  readonly folder: string;
  readonly imageExtensions: readonly string[];
}

export interface SyncRequest {
  readonly direction: SyncDirection;
  readonly folder: string;
  readonly imageExtensions: readonly string[];
  readonly bucket: string;
  readonly prefix: string;
  /** The folder's name unless given. */
  readonly styleId?: string;
  readonly connection: Connection;
  readonly syncDeletes: boolean;
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

export interface ConnectionCheck {
  readonly connection: Connection;
  readonly bucket: string;
  readonly prefix: string;
}

export interface ImageDetails {
  /** Pixels, EXIF orientation applied; `undefined` where the header cannot be read. */
  readonly pixels: { readonly width: number; readonly height: number } | undefined;
  readonly caption: string | null;
}

/** One entry per kind of request: what is asked, what is answered. */
export interface EngineCalls {
  listImages: { request: ListRequest; response: { readonly count: number } };
  sync: { request: SyncRequest; response: SyncResult };
  checkConnection: { request: ConnectionCheck; response: { readonly region: string } };
  /** Style ids under the prefix. */
  listStyles: { request: ConnectionCheck; response: readonly string[] };
}
export type EngineCall = keyof EngineCalls;

export type ToEngine =
  | {
      [C in EngineCall]: { type: 'call'; id: number; call: C; request: EngineCalls[C]['request'] };
    }[EngineCall]
  | { type: 'cancel'; id: number }
  | { type: 'approved'; id: number; yes: boolean };

export type FromEngine =
  | { type: 'images'; id: number; images: readonly CaptionedImage[] }
  | { type: 'progress'; id: number; progress: SyncProgress }
  | { type: 'log'; id: number; level: LogLevel; line: string }
  | { type: 'approve'; id: number; deletions: DeletionsToApprove }
  | { type: 'done'; id: number; response: EngineCalls[EngineCall]['response'] }
  | { type: 'failed'; id: number; code: ErrorCode; data: ErrorData };
