import type { ThumbnailStatus } from './making/thumbnailStatus.js';
import type { PictureFacts } from './pictureFacts.js';

/** An image that needs a thumbnail, with everything that its cache key depends on. */
export interface ThumbnailRequest {
  /** Absolute path. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly mtimeMs: number;
}

export interface Thumbnail {
  readonly file: string;
  readonly status: ThumbnailStatus;
  /** WebP; absent if nothing could be decoded. */
  readonly webp?: Uint8Array<ArrayBuffer>;
  /** Pixels of the original, with the EXIF orientation applied; absent if unknown. */
  readonly width?: number;
  readonly height?: number;
}

/** Makes thumbnails in the background; cached ones come first. */
export interface ThumbnailSource {
  /** Call it when a request is about to come: it starts whatever takes time to start. */
  prepare(): void;
  /**
   * Replaces what this owner waits for: earlier requests that are not in the new list are dropped. Images are made in
   * the order of the list. `onReady` receives batches, cached thumbnails first.
   */
  request(
    owner: object,
    images: readonly ThumbnailRequest[],
    onReady: (batch: readonly Thumbnail[]) => void,
  ): void;
  /** Drops all requests of the owner. */
  release(owner: object): void;
  /** Reads size, format and what a browser shows from the file's header; `undefined` if it cannot be read. */
  dimensions(file: string): Promise<PictureFacts | undefined>;
  /** Reads a whole file; `undefined` if it is larger than 16 MiB or cannot be read. */
  original(file: string): Promise<ArrayBuffer | undefined>;
  dispose(): void;
}
