import { captionPathOf, mayBeCaption, type ImageExtensions } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';

/** The kind of files that a sync is restricted to: the other kind is neither transferred nor deleted. */
export type OnlyKind = 'captions' | 'images';

/** Whether a file is of the kind that the sync leaves out. What is neither image nor caption, a folder, is not. */
export const isLeftOut = (
  path: RelativePath,
  only: OnlyKind | undefined,
  extensions: ImageExtensions,
): boolean => (only === 'captions' ? extensions.isImage(path) : only === 'images' && mayBeCaption(path));

/** The images that the user chose, with their captions, or everything. Restricts transfers only, never deletes. */
export class Selection {
  readonly #captions: ReadonlySet<RelativePath>;

  /** `images`: relative paths; `undefined`: all. */
  constructor(
    readonly images: ReadonlySet<RelativePath> | undefined,
    readonly extensions: ImageExtensions,
  ) {
    this.#captions = new Set([...(images ?? [])].map(captionPathOf));
  }

  has(path: RelativePath): boolean {
    if (this.images === undefined) return true;
    return this.extensions.isImage(path) ? this.images.has(path) : this.#captions.has(path);
  }
}
