import type { CaptionedImage, RelativePath } from '../dataset/trainingImage.js';

/** The content of one folder of a style. */
export interface FolderContent {
  /** Paths of its sub-folders, in the order of the images. */
  readonly folders: readonly RelativePath[];
  /** The images directly in it, in the given order. */
  readonly images: readonly CaptionedImage[];
  /** Images in it and in all folders below it. */
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

/** A flat list of images, grouped by folder. The style's own folder has the empty path. */
export class ImageFolders {
  readonly #contents = new Map<RelativePath, GrowingContent>();

  constructor(images: readonly CaptionedImage[]) {
    let path: RelativePath | undefined;
    let around: readonly GrowingContent[] = [];
    for (const image of images) {
      const parent = parentOf(image.relativePath);
      // The images of a folder are consecutive: one lookup per folder, not one for each of 100,000 images.
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

  /** The content of a folder and of its ancestors, the folder first. */
  #contentsAround(path: RelativePath): GrowingContent[] {
    const own = this.#content(path);
    return path === '' ? [own] : [own, ...this.#contentsAround(parentOf(path))];
  }

  /** The content of a folder. A new folder is added to its parent's sub-folders. */
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
