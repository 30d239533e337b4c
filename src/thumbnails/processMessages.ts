import type { MadeThumbnail } from './making/makeThumbnail.js';
import type { ThumbnailRequest } from './thumbnailSource.js';

/** Messages between the extension host and the thumbnail process, over an IPC channel that carries bytes unencoded. */

/** A request with the number that identifies it in later messages. */
export interface NumberedRequest extends ThumbnailRequest {
  readonly id: number;
}

export interface NumberedThumbnail extends MadeThumbnail {
  readonly id: number;
}

export type ToThumbnailProcess =
  /** Answered at once by `looked-up`, with the thumbnails in the cache. */
  | { readonly type: 'look-up'; readonly images: readonly NumberedRequest[] }
  /** Each image is answered once, by a `made`, in the order of completion. */
  | { readonly type: 'make'; readonly images: readonly NumberedRequest[] }
  /** Cancels requests: images that have not been begun are skipped and not answered. */
  | { readonly type: 'drop'; readonly ids: readonly number[] };

export type FromThumbnailProcess =
  | {
      readonly type: 'looked-up';
      readonly thumbnails: readonly NumberedThumbnail[];
      readonly missing: readonly number[];
    }
  | { readonly type: 'made'; readonly thumbnails: readonly NumberedThumbnail[] }
  /** A problem for the log that does not end the process: the cache cannot be written, sharp does not load. */
  | { readonly type: 'problem'; readonly message: string };
