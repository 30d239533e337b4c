import type { MadeThumbnail } from './making/makeThumbnail.js';
import type { ThumbnailRequest } from './thumbnailSource.js';

/** Between the extension host and the thumbnail process, over an IPC channel that carries bytes as bytes. */

/** An image under the number by which both sides speak of it. */
export interface NumberedRequest extends ThumbnailRequest {
  readonly id: number;
}

export interface NumberedThumbnail extends MadeThumbnail {
  readonly id: number;
}

export type ToThumbnailProcess =
  /** Answered at once by `looked-up` with what the cache has. */
  | { readonly type: 'look-up'; readonly images: readonly NumberedRequest[] }
  /** Answered by `made`, each image once, in the order of work. */
  | { readonly type: 'make'; readonly images: readonly NumberedRequest[] }
  /** Not wanted any more: what has not been begun is left out and not answered. */
  | { readonly type: 'drop'; readonly ids: readonly number[] };

export type FromThumbnailProcess =
  | {
      readonly type: 'looked-up';
      readonly thumbnails: readonly NumberedThumbnail[];
      readonly missing: readonly number[];
    }
  | { readonly type: 'made'; readonly thumbnails: readonly NumberedThumbnail[] }
  /** Something to log that stops nothing: the cache cannot be written, sharp does not load. */
  | { readonly type: 'problem'; readonly message: string };
