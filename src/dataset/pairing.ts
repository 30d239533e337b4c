import type { CaptionedImage, RelativePath, TrainingImage } from './trainingImage.js';

/**
 * The rules by which files are training images and captions (README.md, “Styles”). Trainers follow the same rules: a
 * caption's path is the image's path with `.txt`, in exactly that case, in place of the last extension.
 */

const CAPTION_EXTENSION = '.txt';

/** Index of the last extension's dot; -1 without an extension (`.jpg` alone is a name, not an extension). */
function extensionStart(path: RelativePath): number {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') + 1 ? dot : -1;
}

/** The path without its last extension: `10_cat/photo.tar` for `10_cat/photo.tar.jpg`. */
export function stemOf(path: RelativePath): string {
  const dot = extensionStart(path);
  return dot === -1 ? path : path.slice(0, dot);
}

/** The last extension in lower case, without the dot; empty if there is none. */
export function extensionOf(path: RelativePath): string {
  const dot = extensionStart(path);
  return dot === -1 ? '' : path.slice(dot + 1).toLowerCase();
}

/** `photo.tar.jpg` → `photo.tar.txt` */
export function captionPathOf(image: RelativePath): RelativePath {
  return stemOf(image) + CAPTION_EXTENSION;
}

/** Whether the name is that of a caption. The file is a caption only if there is an image with the same stem. */
export function mayBeCaption(path: RelativePath): boolean {
  return path.endsWith(CAPTION_EXTENSION) && extensionStart(path) !== -1;
}

/** A segment that begins with a dot. `.` and `..` do not count: a key with them is an error, which must be reported. */
const HIDDEN_SEGMENT = /(?:^|\/)\.(?!\.?(?:[/\\]|$))/;

/** Hidden files and folders (`.thumbs/`, macOS `._cat.jpg`) are not training data, neither on disk nor in S3. */
export function isHidden(path: RelativePath): boolean {
  return HIDDEN_SEGMENT.test(path);
}

/** The image extensions of a style. */
export class ImageExtensions {
  readonly #extensions: Set<string>;

  /** `extensions` in any case, with or without the dot. A `.txt` is never an image. */
  constructor(extensions: readonly string[]) {
    this.#extensions = new Set(
      extensions.map((extension) => extension.trim().toLowerCase().replace(/^\./, '')),
    );
    this.#extensions.delete('');
    this.#extensions.delete('txt');
  }

  isImage(path: RelativePath): boolean {
    return this.#extensions.has(extensionOf(path)) && !isHidden(path);
  }

  /** Whether the file is an image or may be the caption of one. */
  isWanted(path: RelativePath): boolean {
    return this.isImage(path) || (mayBeCaption(path) && !isHidden(path));
  }
}

/** Created when it is first needed: that takes about 8 ms, and a sync does not sort. */
let naturalOrder: Intl.Collator | undefined;

/** Natural order: `cat 2.jpg` before `cat 10.jpg`. Different paths are never equal. */
export function compareNaturally(a: RelativePath, b: RelativePath): number {
  naturalOrder ??= new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });
  return naturalOrder.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

export const byNaturalOrder = (
  a: { readonly relativePath: RelativePath },
  b: { readonly relativePath: RelativePath },
): number => compareNaturally(a.relativePath, b.relativePath);

/** Orders paths by their stems; of one stem the images come before the caption. */
export function imageBeforeCaption(a: RelativePath, b: RelativePath): number {
  const [stemA, stemB] = [stemOf(a), stemOf(b)];
  if (stemA !== stemB) return stemA < stemB ? -1 : 1;
  return Number(mayBeCaption(a)) - Number(mayBeCaption(b));
}

/** The paths of an image and its caption. */
export interface ImagePair {
  readonly image: RelativePath;
  /** `null` if the image has no caption. */
  readonly caption: RelativePath | null;
}

/** Pairs the paths of a style's files. The images are in natural order. */
export function pairPaths(paths: readonly RelativePath[], extensions: ImageExtensions): ImagePair[] {
  const texts = new Set(paths.filter(mayBeCaption));
  return paths
    .filter((path) => extensions.isImage(path))
    .sort(compareNaturally)
    .map((image) => {
      const caption = captionPathOf(image);
      return { image, caption: texts.has(caption) ? caption : null };
    });
}

/** A file as a listing describes it. */
interface ListedFile {
  readonly path: RelativePath;
  readonly size: number;
  readonly mtimeMs: number;
}

/**
 * The training images among the files of a style, in natural order, each with the path of its caption if it has one.
 */
export function pairImages(files: readonly ListedFile[], extensions: ImageExtensions): TrainingImage[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return pairPaths([...byPath.keys()], extensions).flatMap(({ image, caption }) => {
    const file = byPath.get(image);
    return file === undefined ? [] : [trainingImage(file, caption)];
  });
}

function trainingImage({ path, size, mtimeMs }: ListedFile, captionFile: RelativePath | null): TrainingImage {
  const hasCaption = captionFile !== null;
  return { name: nameIn(path), relativePath: path, size, modifiedTime: mtimeMs, hasCaption, captionFile };
}

/**
 * An image with the text of its caption; `null`: it has none. One object literal without spreads, because there are
 * 100,000 of them.
 */
export function captionedImage(
  { path, size, mtimeMs }: ListedFile,
  caption: string | null,
): Omit<CaptionedImage, 'syncState'> {
  return {
    name: nameIn(path),
    relativePath: path,
    size,
    modifiedTime: mtimeMs,
    hasCaption: caption !== null,
    captionFile: caption === null ? null : captionPathOf(path),
    caption,
  };
}

const nameIn = (path: RelativePath): string => path.slice(path.lastIndexOf('/') + 1);
