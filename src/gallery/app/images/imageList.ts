import type { GalleryImage, ImagesChangedMessage, ImagesMessage } from '../../messages/protocol.js';
import { filterCounts, type Filter } from './imageFilter.js';

/** All images of the style, kept up to date by the panel's messages. */
export class ImageList {
  #images: readonly GalleryImage[] = [];
  /** The parts of a whole list that have arrived so far. */
  #arriving: GalleryImage[] = [];
  #complete = false;
  #counts: Readonly<Record<Filter, number>> = filterCounts([]);

  get images(): readonly GalleryImage[] {
    return this.#images;
  }

  /** Whether a whole list has arrived: an image that is not in `images` then does not exist. */
  get isComplete(): boolean {
    return this.#complete;
  }

  /** The number of images that each filter shows, including those that have not arrived yet. */
  get counts(): Readonly<Record<Filter, number>> {
    return this.#counts;
  }

  /** Returns whether `images` changed. */
  receive(message: ImagesMessage | ImagesChangedMessage): boolean {
    if (message.type === 'images') return this.#receivePart(message);
    this.#change(message);
    return true;
  }

  /**
   * The first part of the first list is shown at once; any later list replaces the current one only when it is whole.
   * Laying out the states in between would be wasted work.
   */
  #receivePart({ offset, total, captioned, images }: ImagesMessage): boolean {
    if (offset === 0) this.#arriving = [];
    this.#arriving.push(...images);
    const whole = this.#arriving.length >= total;
    const begins = offset === 0 && !this.#complete;
    if (!whole && !begins) return false;
    this.#images = [...this.#arriving];
    this.#counts = { ...filterCounts(this.#images), all: total, captioned, uncaptioned: total - captioned };
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
