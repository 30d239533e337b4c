import type { GalleryImage } from '../../messages/protocol.js';

/** The images of one folder among those that match. */
export interface ShownFolder {
  /** Its path inside the style; `null`: a section without a heading. */
  readonly folder: string | null;
  /** Index of its first image in `ShownImages.images`. */
  readonly first: number;
  /** How many of its images match. */
  readonly matches: number;
  /** Whether its images are put away, so that only its heading is shown. */
  readonly isFolded: boolean;
}

/** The images that the grid shows, in order, with lookup by index and by path. */
export class ShownImages {
  readonly images: readonly GalleryImage[];
  readonly folders: readonly ShownFolder[];
  /** How many images match, with those in folded folders. */
  readonly matches: number;
  readonly #indexByPath: ReadonlyMap<string, number>;
  readonly #folded: ReadonlySet<string>;

  /** @param groups the matching images by folder; left out: without folders */
  constructor(images: readonly GalleryImage[], groups?: readonly FolderOfImages[]) {
    const sections = groups ?? [{ folder: null, images, isFolded: false }];
    this.images =
      groups === undefined ? images : groups.flatMap((group) => (group.isFolded ? [] : group.images));
    this.matches = sections.reduce((sum, group) => sum + group.images.length, 0);
    this.#folded = new Set(
      sections.flatMap((group) => (group.isFolded ? group.images.map(({ path }) => path) : [])),
    );
    let first = 0;
    this.folders = sections.map(({ folder, isFolded, images: { length } }) => {
      const section = { folder, first, matches: length, isFolded };
      if (!isFolded) first += length;
      return section;
    });
    this.#indexByPath = new Map(this.images.map((image, index) => [image.path, index]));
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

  /** Whether the image matches, shown or in a folded folder. */
  isMatch(path: string): boolean {
    return this.#indexByPath.has(path) || this.#folded.has(path);
  }

  /** The paths from one index to the other, both included; the indices may be in either order. */
  pathsBetween(from: number, to: number): string[] {
    return this.images.slice(Math.min(from, to), Math.max(from, to) + 1).map((image) => image.path);
  }
}

/** The matching images of a folder. */
export interface FolderOfImages {
  readonly folder: string | null;
  readonly images: readonly GalleryImage[];
  readonly isFolded: boolean;
}
