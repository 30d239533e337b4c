import type { CaptionedImage, RelativePath, TrainingImage } from './trainingImage.js';

/**
 * The rules by which files become training images and captions (README.md, “Styles”). They are the rules that the
 * trainers follow: a caption is the image's path less its last extension, plus `.txt`, in exactly that case.
 */

const CAPTION_EXTENSION = '.txt';

/** Where the last extension begins; -1 where there is none (`.jpg` alone is a name, not an extension). */
function extensionStart(path: RelativePath): number {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') + 1 ? dot : -1;
}

/** The path less its last extension: `10_cat/photo.tar` of `10_cat/photo.tar.jpg`. */
export function stemOf(path: RelativePath): string {
  const dot = extensionStart(path);
  return dot === -1 ? path : path.slice(0, dot);
}

/** The last extension in lower case, without the dot; empty where there is none. */
export function extensionOf(path: RelativePath): string {
  const dot = extensionStart(path);
  return dot === -1 ? '' : path.slice(dot + 1).toLowerCase();
}

/** `photo.tar.jpg` → `photo.tar.txt` */
export function captionPathOf(image: RelativePath): RelativePath {
  return stemOf(image) + CAPTION_EXTENSION;
}

/** The name has the form of a caption; it is one only beside an image of its stem. */
export function mayBeCaption(path: RelativePath): boolean {
  return path.endsWith(CAPTION_EXTENSION) && extensionStart(path) !== -1;
}

/** A name that begins with a dot; but `.` and `..` are no names, and whoever finds them in a key is to hear of it. */
const HIDDEN = /(?:^|\/)\.(?!\.?(?:[/\\]|$))/;

/** Hidden files and folders (`.thumbs/`, macOS `._cat.jpg`) are nobody's training data, on neither side. */
export function isHidden(path: RelativePath): boolean {
  return HIDDEN.test(path);
}

/** The list of extensions of a style, as one question. */
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

  /** An image, or what may turn out to be the caption of one. */
  isWanted(path: RelativePath): boolean {
    return this.isImage(path) || (mayBeCaption(path) && !isHidden(path));
  }
}

/** Made when it is first needed: that takes some 8 ms, and a sync sorts nothing. */
let naturalOrder: Intl.Collator | undefined;

/** `cat 2.jpg` before `cat 10.jpg`. No two paths are equal in it. */
export function compareNaturally(a: RelativePath, b: RelativePath): number {
  naturalOrder ??= new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });
  return naturalOrder.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

export const byNaturalOrder = (
  a: { readonly relativePath: RelativePath },
  b: { readonly relativePath: RelativePath },
): number => compareNaturally(a.relativePath, b.relativePath);

/** An image and its caption by their names alone. */
export interface ImagePair {
  readonly image: RelativePath;
  /** `null` where there is none. */
  readonly caption: RelativePath | null;
}

/** The pairs among the paths of a style's files, their images in natural order. */
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

/** What a listing knows of a file. */
interface ListedFile {
  readonly path: RelativePath;
  readonly size: number;
  readonly mtimeMs: number;
}

/** The training images among the files of a style, in natural order, each with its caption if it has one. */
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

/** An image with its caption's text; `null`: it has none. In one literal: there are a hundred thousand of them. */
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
