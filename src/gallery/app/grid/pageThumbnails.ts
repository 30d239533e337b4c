import type { ThumbnailStatus } from '../../../thumbnails/making/thumbnailStatus.js';
import type { GalleryImage, ThumbnailItem } from '../../messages/protocol.js';

/** More than several screens: scrolling back a little costs nothing. */
const MAX_THUMBNAILS = 2000;

/** Fast scrolling asks for what it stops at, not for what it passes. */
const ASK_AFTER_MS = 60;

export interface PageThumbnail {
  readonly status: ThumbnailStatus;
  /** A blob URL; `undefined` where nothing could be decoded. */
  readonly url: string | undefined;
}

const keyOf = (image: { readonly path: string; readonly version: string }): string =>
  `${image.version} ${image.path}`;

/** The thumbnails that the page has, the least recently shown ones given up first; asks for those it lacks. */
export class PageThumbnails {
  readonly #ask: (paths: readonly string[]) => void;
  /** In the order of their last showing. */
  readonly #thumbnails = new Map<string, PageThumbnail>();
  #wanted: readonly GalleryImage[] = [];
  /** Asked for and not there yet. */
  readonly #awaited = new Set<string>();
  #timer: number | undefined;

  constructor(ask: (paths: readonly string[]) => void) {
    this.#ask = ask;
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

  /** What is shown now, in the order of need: it replaces what was wanted before. */
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
      const webp = new Uint8Array(bytes, item.start, item.end - item.start);
      const url = webp.length > 0 ? URL.createObjectURL(new Blob([webp], { type: 'image/webp' })) : undefined;
      this.#thumbnails.set(key, { status: item.status, url });
    }
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

  #askForMissing(): void {
    const missing = this.#wanted.filter((image) => !this.#thumbnails.has(keyOf(image)));
    if (missing.length === this.#awaited.size && missing.every((image) => this.#awaited.has(keyOf(image)))) {
      return;
    }
    this.#awaited.clear();
    for (const image of missing) this.#awaited.add(keyOf(image));
    this.#ask(missing.map((image) => image.path));
  }
}
