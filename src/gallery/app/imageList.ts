import type { GalleryImage, ImagesChangedMessage, ImagesMessage } from '../protocol.js';

/** All images of the style, as the panel's messages tell them. */
export class ImageList {
  #images: readonly GalleryImage[] = [];
  /** A whole list on its way. */
  #arriving: GalleryImage[] = [];
  #complete = false;

  get images(): readonly GalleryImage[] {
    return this.#images;
  }

  /** Nothing is on its way: what is not in `images` does not exist. */
  get isComplete(): boolean {
    return this.#complete;
  }

  receive(message: ImagesMessage | ImagesChangedMessage): void {
    if (message.type === 'images') this.#receivePart(message);
    else this.#change(message);
  }

  /** The first list is shown as it comes; a later one replaces the present one when it is whole. */
  #receivePart({ offset, total, images }: ImagesMessage): void {
    if (offset === 0) this.#arriving = [];
    this.#arriving = this.#arriving.concat(images);
    const whole = this.#arriving.length >= total;
    if (whole || !this.#complete) this.#images = this.#arriving;
    this.#complete = whole || this.#complete;
    if (whole) this.#arriving = [];
  }

  #change({ removed, put }: ImagesChangedMessage): void {
    const gone = new Set(removed);
    const images = this.#images.filter((image) => !gone.has(image.path));
    const present = new Set(images.map((image) => image.path));
    for (const { index, image } of put) {
      images.splice(index, present.has(image.path) ? 1 : 0, image);
    }
    this.#images = images;
  }
}
