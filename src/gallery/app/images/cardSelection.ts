import type { GalleryImage } from '../../messages/protocol.js';
import type { ShownImages } from './shownImages.js';

/** Which images are selected, by path: it outlives filters, updates and reloads of the page. */
export class CardSelection {
  #paths = new Set<string>();
  /** Where a range begins: the last image that was selected or toggled by itself. */
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

  /** From the anchor (or `from`, where there is none in sight) to `path`. `keep`: beside what is selected already. */
  extendTo(path: string, shown: ShownImages, { from = path, keep = false } = {}): void {
    const anchor = this.#anchor !== undefined && shown.indexOf(this.#anchor) >= 0 ? this.#anchor : from;
    const range = shown.pathsBetween(shown.indexOf(anchor), shown.indexOf(path));
    this.#paths = new Set(keep ? [...this.#paths, ...range] : range);
    this.#anchor = anchor;
  }

  /** Exactly what is shown. */
  all(shown: ShownImages): void {
    this.#paths = new Set(shown.images.map((image) => image.path));
  }

  clear(): void {
    this.#paths.clear();
    this.#anchor = undefined;
  }

  /** Drops what is no longer there; true where something was dropped. */
  keepOnly(images: readonly GalleryImage[]): boolean {
    const present = new Set(images.map((image) => image.path));
    const before = this.#paths.size;
    for (const path of this.#paths) if (!present.has(path)) this.#paths.delete(path);
    return this.#paths.size !== before;
  }

  /** How many of the selected ones the filter hides. */
  hiddenCount(shown: ShownImages): number {
    let hidden = 0;
    for (const path of this.#paths) if (shown.indexOf(path) < 0) hidden++;
    return hidden;
  }
}
