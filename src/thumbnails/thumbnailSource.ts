import type { ThumbnailStatus } from './making/thumbnailStatus.js';

/** An image to make a thumbnail of, with what its cache key is made of. */
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
  /** WebP; absent where nothing could be decoded. */
  readonly webp?: Uint8Array<ArrayBuffer>;
  /** Pixels of the original, EXIF orientation applied; absent where unknown. */
  readonly width?: number;
  readonly height?: number;
}

/** Makes thumbnails in the background; what is cached comes first. */
export interface ThumbnailSource {
  /** A request is about to come: what takes time to start is started. */
  prepare(): void;
  /**
   * Replaces what this owner still waits for: earlier requests that are not in the new list are dropped.
   * The list's order is the order of work. `onReady` gets batches, cached ones at once.
   */
  request(
    owner: object,
    images: readonly ThumbnailRequest[],
    onReady: (batch: readonly Thumbnail[]) => void,
  ): void;
  /** Forgets what the owner waits for. */
  release(owner: object): void;
  /** Pixels by the file's header alone; `undefined` where it cannot be read. */
  dimensions(file: string): Promise<{ readonly width: number; readonly height: number } | undefined>;
  dispose(): void;
}
