import type { CaptionedImage } from '../dataset/trainingImage.js';
import type { SyncResult } from '../styles/results.js';
import type { LogSink, SyncProgress } from '../sync/progress.js';
import type { DeletionsToApprove, ListRequest, SyncRequest } from '../styles/requests.js';
import type { ConnectionCheck } from './protocol.js';

export interface SyncHandlers {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SyncProgress) => void;
  readonly onLog: LogSink;
  /** Asked once before anything is deleted; left out: deletions need no yes. */
  readonly approve?: (deletions: DeletionsToApprove) => Promise<boolean>;
}

/** The engine as the extension host sees it: every method rejects with `SyncError` only. */
export interface Engine {
  /** The training images of a folder in natural order, in batches as they are read; resolves to their number. */
  listImages(
    request: ListRequest,
    onImages: (batch: readonly CaptionedImage[]) => void,
    signal: AbortSignal,
  ): Promise<number>;
  sync(request: SyncRequest, handlers: SyncHandlers): Promise<SyncResult>;
  /** Lists one page under the prefix; resolves to the bucket's region. */
  checkConnection(request: ConnectionCheck, signal: AbortSignal): Promise<{ readonly region: string }>;
  /** The ids of the styles in S3, by the sub-folders of the prefix. */
  listStyles(request: ConnectionCheck, signal: AbortSignal): Promise<readonly string[]>;
}
