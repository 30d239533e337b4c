import { captionPathOf, type ImageExtensions } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';

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
