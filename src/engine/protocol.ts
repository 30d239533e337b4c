import type { CaptionedImage } from '../dataset/trainingImage.js';
import type { DeletionsToApprove, ListRequest, SyncRequest } from '../styles/requests.js';
import type { SyncResult } from '../styles/results.js';
import type { Connection } from '../sync/connection.js';
import type { ErrorCode, ErrorData } from '../sync/errors.js';
import type { LogLevel, SyncProgress } from '../sync/progress.js';

/** Between the extension host and the engine's worker thread. Everything here survives structured cloning. */

export interface ConnectionCheck {
  readonly connection: Connection;
  readonly bucket: string;
  readonly prefix: string;
}

/** One entry per kind of request: what is asked, what is answered. */
export interface EngineCalls {
  listImages: { request: ListRequest; response: { readonly count: number } };
  /** `asks`: whether the host wants to approve deletions. */
  sync: { request: SyncRequest & { readonly asks: boolean }; response: SyncResult };
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
