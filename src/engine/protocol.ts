import type { ImageCounts } from '../operations/listImages.js';
import type {
  CaptionVersions,
  ListRequest,
  ObjectRequest,
  RunRequest,
  StyleRequest,
  SyncRequest,
  UndoRequest,
} from '../operations/protocol/requests.js';
import type { RunFiles, RunSummary, SyncResult, UndoResult } from '../operations/protocol/results.js';
import type { Connection } from '../core/connection.js';
import type { ErrorCode, ErrorData } from '../core/errors.js';
import type { LogLevel, SyncProgress } from '../core/progress.js';
import type { PackedImages } from './packedImages.js';

/** Between the extension host and the engine's worker thread. Everything here survives structured cloning. */

export interface ConnectionCheck {
  readonly connection: Connection;
  readonly bucket: string;
  readonly prefix: string;
}

/** One entry per kind of request: what is asked, what is answered. */
export interface EngineCalls {
  listImages: { request: ListRequest; response: { readonly count: number } };
  /** `asks`: whether the host wants to approve the plan. `unsaved`: relative paths, as of now. */
  sync: {
    request: SyncRequest & { readonly asks: boolean; readonly unsaved: readonly string[] };
    response: SyncResult;
  };
  undo: { request: UndoRequest; response: UndoResult };
  history: { request: StyleRequest; response: readonly RunSummary[] };
  runFiles: { request: RunRequest; response: RunFiles };
  readObject: { request: ObjectRequest; response: Uint8Array | undefined };
  captionVersions: { request: ObjectRequest; response: CaptionVersions };
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
  | { type: 'approved'; id: number; yes: boolean }
  | { type: 'unsaved'; id: number; files: readonly string[] };

export type FromEngine =
  | { type: 'counts'; id: number; counts: ImageCounts }
  | { type: 'images'; id: number; images: PackedImages }
  | { type: 'progress'; id: number; progress: SyncProgress }
  | { type: 'log'; id: number; level: LogLevel; line: string }
  | { type: 'approve'; id: number; plan: SyncResult }
  | { type: 'done'; id: number; response: EngineCalls[EngineCall]['response'] }
  /** `trace`: of a mistake of the program, for the log. */
  | { type: 'failed'; id: number; code: ErrorCode; data: ErrorData; trace: string | undefined };
