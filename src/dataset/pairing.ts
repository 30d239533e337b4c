import type { RelativePath, TrainingImage } from './trainingImage.js';

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

const NATURAL_ORDER = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });

/** `cat 2.jpg` before `cat 10.jpg`. */
export function byNaturalOrder(
  a: { readonly relativePath: string },
  b: { readonly relativePath: string },
): number {
  return NATURAL_ORDER.compare(a.relativePath, b.relativePath) || (a.relativePath < b.relativePath ? -1 : 1);
}

/** What a listing knows of a file. */
interface ListedFile {
  readonly path: RelativePath;
  readonly size: number;
  readonly mtimeMs: number;
}

/** The training images among the files of a style, in natural order, each with its caption if it has one. */
export function pairImages(files: readonly ListedFile[], extensions: ImageExtensions): TrainingImage[] {
  const texts = new Set(files.filter((file) => mayBeCaption(file.path)).map((file) => file.path));
  return files
    .filter((file) => extensions.isImage(file.path))
    .map((file) => {
      const caption = captionPathOf(file.path);
      const hasCaption = texts.has(caption);
      return {
        name: file.path.slice(file.path.lastIndexOf('/') + 1),
        relativePath: file.path,
        size: file.size,
        modifiedTime: file.mtimeMs,
        hasCaption,
        captionFile: hasCaption ? caption : null,
      };
    })
    .sort(byNaturalOrder);
}
