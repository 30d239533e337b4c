import type { ThumbnailStatus } from '../../../thumbnails/making/thumbnailStatus.js';
import type { GalleryImage, ThumbnailItem } from '../../messages/protocol.js';
import { OriginalPictures } from './originalPictures.js';
import { hasAlpha } from './webpAlpha.js';

/** More than several screens hold, so that scrolling back a little needs no new request. */
const MAX_THUMBNAILS = 2000;

/** The delay that makes fast scrolling request the images where it stops, not those that it passes. */
const ASK_AFTER_MS = 60;

export interface PageThumbnail {
  readonly status: ThumbnailStatus;
  /** A blob URL; `undefined` if nothing could be decoded. */
  readonly url: string | undefined;
  /** Whether parts of it may be transparent. */
  readonly hasAlpha: boolean;
}

const keyOf = (image: { readonly path: string; readonly version: string }): string =>
  `${image.version} ${image.path}`;

/** What the thumbnails ask of the panel, and tell the page. */
export interface ThumbnailActions {
  readonly ask: (paths: readonly string[]) => void;
  readonly askForOriginal: (path: string) => void;
  /** A picture was made of an original. */
  readonly made: () => void;
}

/** An LRU cache of thumbnails, which requests the missing ones from the panel. */
export class PageThumbnails {
  readonly #ask: (paths: readonly string[]) => void;
  readonly #originals: OriginalPictures;
  /** The least recently shown one first. */
  readonly #thumbnails = new Map<string, PageThumbnail>();
  /** Of all images that were shown, whether their thumbnails are still kept or not. */
  readonly #damaged = new Set<string>();
  #wanted: readonly GalleryImage[] = [];
  /** Requested, but not received yet. */
  readonly #awaited = new Set<string>();
  #timer: number | undefined;

  constructor({ ask, askForOriginal, made }: ThumbnailActions) {
    this.#ask = ask;
    this.#originals = new OriginalPictures(askForOriginal, (image, picture) => {
      const key = keyOf(image);
      if (this.#thumbnails.get(key)?.status !== 'in-browser') return; // Dropped, or replaced by another version.
      this.#thumbnails.set(key, { status: 'ready', url: URL.createObjectURL(picture), hasAlpha: true });
      made();
    });
  }

  get(image: GalleryImage): PageThumbnail | undefined {
    const key = keyOf(image);
    const thumbnail = this.#thumbnails.get(key);
    if (thumbnail) {
      this.#thumbnails.delete(key);
      this.#thumbnails.set(key, thumbnail);
    }
    return thumbnail;
  }

  /** Whether the image's picture turned out to be damaged; `false` for an image that was never shown. */
  isDamaged(image: GalleryImage): boolean {
    return this.#damaged.has(keyOf(image));
  }

  /** Sets which images are shown now, most urgent first; replaces the previous list. */
  want(images: readonly GalleryImage[]): void {
    this.#wanted = images;
    this.#timer ??= window.setTimeout(() => {
      this.#timer = undefined;
      this.#askForMissing();
    }, ASK_AFTER_MS);
  }

  receive(bytes: ArrayBuffer, items: readonly ThumbnailItem[]): void {
    for (const item of items) {
      const key = keyOf(item);
      this.#awaited.delete(key);
      this.#forget(key);
      this.#originals.forget(item);
      const webp = new Uint8Array(bytes, item.start, item.end - item.start);
      const url = webp.length > 0 ? URL.createObjectURL(new Blob([webp], { type: 'image/webp' })) : undefined;
      this.#thumbnails.set(key, { status: item.status, url, hasAlpha: hasAlpha(webp) });
      if (item.status === 'damaged') this.#damaged.add(key);
    }
    this.#makeFromOriginals();
    for (const key of this.#thumbnails.keys()) {
      if (this.#thumbnails.size <= MAX_THUMBNAILS) break;
      this.#forget(key);
    }
  }

  #forget(key: string): void {
    const url = this.#thumbnails.get(key)?.url;
    if (url !== undefined) URL.revokeObjectURL(url);
    this.#thumbnails.delete(key);
  }

  /** Takes the file of an image, which `askForOriginal` requested. */
  receiveOriginal(path: string, bytes: ArrayBuffer): Promise<void> {
    return this.#originals.receive(path, bytes);
  }

  #makeFromOriginals(): void {
    this.#originals.want(
      this.#wanted.filter((image) => this.#thumbnails.get(keyOf(image))?.status === 'in-browser'),
    );
  }

  #askForMissing(): void {
    this.#makeFromOriginals();
    const missing = this.#wanted.filter((image) => !this.#thumbnails.has(keyOf(image)));
    if (missing.length === this.#awaited.size && missing.every((image) => this.#awaited.has(keyOf(image)))) {
      return;
    }
    this.#awaited.clear();
    for (const image of missing) this.#awaited.add(keyOf(image));
    this.#ask(missing.map((image) => image.path));
  }
}
