import type { ImageCounts } from '../operations/listImages.js';
import type { StyleStanding } from '../operations/protocol/standing.js';
import type {
  CaptionFileRequest,
  CaptionVersions,
  CaptionWrite,
  ListRequest,
  ObjectRequest,
  PairsRequest,
  RunRequest,
  StyleRequest,
  SyncRequest,
  UndoRequest,
} from '../operations/protocol/requests.js';
import type {
  CaptionFile,
  PairsResult,
  RunFiles,
  RunSummary,
  SyncResult,
  UndoResult,
} from '../operations/protocol/results.js';
import type { Connection } from '../core/connection.js';
import type { ErrorCode, ErrorData } from '../core/errors.js';
import type { LogLevel, SyncProgress } from '../core/progress.js';
import type { PackedImages } from './packedImages.js';

/** Messages between the extension host and the engine's worker thread. All types survive structured cloning. */

export interface ConnectionCheck {
  readonly connection: Connection;
  readonly bucket: string;
  readonly prefix: string;
}

/** Request and response of each kind of call. */
export interface EngineCalls {
  listImages: {
    request: ListRequest;
    response: {
      readonly count: number;
      readonly standing: StyleStanding;
      readonly loneCaptions: readonly string[];
    };
  };
  /**
   * `asks`: whether the host wants to approve the plan. `unsaved`: the relative paths with unsaved edits at the start.
   */
  sync: {
    request: SyncRequest & { readonly asks: boolean; readonly unsaved: readonly string[] };
    response: SyncResult;
  };
  undo: { request: UndoRequest; response: UndoResult };
  /** `unsaved`: the relative paths with unsaved edits at the start. */
  editPairs: {
    request: PairsRequest & { readonly unsaved: readonly string[] };
    response: PairsResult;
  };
  history: { request: StyleRequest; response: readonly RunSummary[] };
  runFiles: { request: RunRequest; response: RunFiles };
  readObject: { request: ObjectRequest; response: Uint8Array | undefined };
  captionVersions: { request: ObjectRequest; response: CaptionVersions };
  readCaptionFile: { request: CaptionFileRequest; response: CaptionFile | undefined };
  writeCaptionFile: { request: CaptionWrite; response: CaptionFile['file'] };
  checkConnection: { request: ConnectionCheck; response: { readonly region: string } };
  /** Responds with the style ids below the prefix. */
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
  /** `trace`: the stack of an internal error, for the log. */
  | { type: 'failed'; id: number; code: ErrorCode; data: ErrorData; trace: string | undefined };
