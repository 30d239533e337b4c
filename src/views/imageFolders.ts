import type { CaptionedImage, RelativePath } from '../dataset/trainingImage.js';

/** What one folder of a style shows. */
export interface FolderContent {
  /** Paths of its sub-folders, in the images' order. */
  readonly folders: readonly RelativePath[];
  /** Its own images, in the given order. */
  readonly images: readonly CaptionedImage[];
  /** With those of all folders below. */
  readonly total: number;
  readonly captioned: number;
}

interface GrowingContent {
  folders: RelativePath[];
  images: CaptionedImage[];
  total: number;
  captioned: number;
}

const EMPTY: FolderContent = { folders: [], images: [], total: 0, captioned: 0 };

/** A flat list of images as the folders that they are in. The style's own folder has the empty path. */
export class ImageFolders {
  readonly #contents = new Map<RelativePath, GrowingContent>();

  constructor(images: readonly CaptionedImage[]) {
    let path: RelativePath | undefined;
    let around: readonly GrowingContent[] = [];
    for (const image of images) {
      const parent = parentOf(image.relativePath);
      // The images of a folder come one after the other: looked up once, not for each of a hundred thousand.
      if (parent !== path) around = this.#contentsAround(parent);
      path = parent;
      around[0]?.images.push(image);
      for (const content of around) {
        content.total++;
        if (image.hasCaption) content.captioned++;
      }
    }
  }

  at(path: RelativePath): FolderContent {
    return this.#contents.get(path) ?? EMPTY;
  }

  /** The content of a folder and of those above it, in this order. */
  #contentsAround(path: RelativePath): GrowingContent[] {
    const own = this.#content(path);
    return path === '' ? [own] : [own, ...this.#contentsAround(parentOf(path))];
  }

  /** A folder that is met for the first time is made known to the one above it. */
  #content(path: RelativePath): GrowingContent {
    let content = this.#contents.get(path);
    if (content === undefined) {
      content = { folders: [], images: [], total: 0, captioned: 0 };
      this.#contents.set(path, content);
      if (path !== '') this.#content(parentOf(path)).folders.push(path);
    }
    return content;
  }
}

function parentOf(path: RelativePath): RelativePath {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}
