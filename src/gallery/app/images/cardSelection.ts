import type { GalleryImage } from '../../messages/protocol.js';
import type { ShownImages } from './shownImages.js';

/** The selected images, by path, so that the selection outlives filters, updates and reloads of the page. */
export class CardSelection {
  #paths = new Set<string>();
  /** The start of a range: the last image that was selected or toggled alone. */
  #anchor: string | undefined;

  constructor(paths: Iterable<string> = []) {
    this.#paths = new Set(paths);
  }

  get paths(): ReadonlySet<string> {
    return this.#paths;
  }

  get size(): number {
    return this.#paths.size;
  }

  has(path: string): boolean {
    return this.#paths.has(path);
  }

  only(path: string): void {
    this.#paths = new Set([path]);
    this.#anchor = path;
  }

  toggle(path: string): void {
    if (!this.#paths.delete(path)) this.#paths.add(path);
    this.#anchor = path;
  }

  /**
   * Selects the range from the anchor to `path`. `from` is the start if no anchor is shown. `keep`: adds the range to
   * the selection instead of replacing it.
   */
  extendTo(path: string, shown: ShownImages, { from = path, keep = false } = {}): void {
    const anchor = this.#anchor !== undefined && shown.indexOf(this.#anchor) >= 0 ? this.#anchor : from;
    const range = shown.pathsBetween(shown.indexOf(anchor), shown.indexOf(path));
    this.#paths = new Set(keep ? [...this.#paths, ...range] : range);
    this.#anchor = anchor;
  }

  /** Selects exactly these images. */
  replace(paths: Iterable<string>): void {
    this.#paths = new Set(paths);
  }

  /** Selects exactly the shown images. */
  all(shown: ShownImages): void {
    this.#paths = new Set(shown.images.map((image) => image.path));
  }

  /** Selects the shown images that are not selected, and deselects the others. Hidden ones stay as they are. */
  invert(shown: ShownImages): void {
    for (const { path } of shown.images) if (!this.#paths.delete(path)) this.#paths.add(path);
  }

  clear(): void {
    this.#paths.clear();
    this.#anchor = undefined;
  }

  /** Deselects images that no longer exist; returns whether there were any. */
  keepOnly(images: readonly GalleryImage[]): boolean {
    const present = new Set(images.map((image) => image.path));
    const before = this.#paths.size;
    for (const path of this.#paths) if (!present.has(path)) this.#paths.delete(path);
    return this.#paths.size !== before;
  }

  /** The number of selected images that the filter hides. */
  hiddenCount(shown: ShownImages): number {
    let hidden = 0;
    for (const path of this.#paths) if (!shown.isMatch(path)) hidden++;
    return hidden;
  }
}
