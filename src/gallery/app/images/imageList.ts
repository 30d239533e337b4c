import type { GalleryImage, ImagesChangedMessage, ImagesMessage } from '../../messages/protocol.js';
import { filterCounts, type Filter } from './imageFilter.js';

/** All images of the style, as the panel's messages tell them. */
export class ImageList {
  #images: readonly GalleryImage[] = [];
  /** A whole list on its way. */
  #arriving: GalleryImage[] = [];
  #complete = false;
  #counts: Readonly<Record<Filter, number>> = filterCounts([]);

  get images(): readonly GalleryImage[] {
    return this.#images;
  }

  /** Nothing is on its way: what is not in `images` does not exist. */
  get isComplete(): boolean {
    return this.#complete;
  }

  /** How many images each choice of the filter stands for, those that are still on their way included. */
  get counts(): Readonly<Record<Filter, number>> {
    return this.#counts;
  }

  /** Returns whether there is something new to show. */
  receive(message: ImagesMessage | ImagesChangedMessage): boolean {
    if (message.type === 'images') return this.#receivePart(message);
    this.#change(message);
    return true;
  }

  /**
   * The page begins with the first part of its first list; else a list replaces the present one when it is whole. What is
   * between would be laid out only to be thrown away.
   */
  #receivePart({ offset, total, captioned, images }: ImagesMessage): boolean {
    if (offset === 0) this.#arriving = [];
    this.#arriving.push(...images);
    const whole = this.#arriving.length >= total;
    const begins = offset === 0 && !this.#complete;
    if (!whole && !begins) return false;
    this.#images = [...this.#arriving];
    this.#counts = { all: total, captioned, uncaptioned: total - captioned };
    if (whole) this.#arriving = [];
    this.#complete ||= whole;
    return true;
  }

  #change({ removed, put }: ImagesChangedMessage): void {
    const gone = new Set(removed);
    const images = this.#images.filter((image) => !gone.has(image.path));
    const present = new Set(images.map((image) => image.path));
    for (const { index, image } of put) {
      images.splice(index, present.has(image.path) ? 1 : 0, image);
    }
    this.#images = images;
    this.#counts = filterCounts(images);
  }
}
