import type { GalleryImage } from '../../messages/protocol.js';

/** The images that the grid shows, in order, with lookup by index and by path. */
export class ShownImages {
  readonly #indexByPath: ReadonlyMap<string, number>;

  constructor(readonly images: readonly GalleryImage[]) {
    this.#indexByPath = new Map(images.map((image, index) => [image.path, index]));
  }

  get count(): number {
    return this.images.length;
  }

  at(index: number): GalleryImage | undefined {
    return this.images[index];
  }

  /** -1 if the image is not shown. */
  indexOf(path: string): number {
    return this.#indexByPath.get(path) ?? -1;
  }

  /** The paths from one index to the other, both included; the indices may be in either order. */
  pathsBetween(from: number, to: number): string[] {
    return this.images.slice(Math.min(from, to), Math.max(from, to) + 1).map((image) => image.path);
  }
}
