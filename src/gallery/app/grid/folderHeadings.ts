import { FolderHeading } from './folderHeading.js';
import { headingsBetween, type GridLayout } from './gridLayout.js';
import type { ShownFolder, ShownImages } from '../images/shownImages.js';

/** The headings of the folders in sight. Like the cards, they are moved and refilled as the grid scrolls. */
export class FolderHeadings {
  /** The folder whose heading has the keyboard focus; `undefined`: a card has it. */
  active: string | undefined;
  readonly #parent: HTMLElement;
  readonly #countOf: (folder: ShownFolder) => string;
  readonly #headings = new Map<number, FolderHeading>();
  #made = 0;

  constructor(parent: HTMLElement, countOf: (folder: ShownFolder) => string) {
    this.#parent = parent;
    this.#countOf = countOf;
  }

  /** @param shift from content positions to those in the scrolled element */
  draw(layout: GridLayout, shown: ShownImages, view: { readonly top: number; readonly shift: number }): void {
    // Like the cards, a little more than is in sight.
    const ahead = layout.cardHeight;
    const inSight = headingsBetween(layout, view.top - ahead, view.top + layout.viewHeight + ahead);
    const spare: FolderHeading[] = [];
    for (const [index, heading] of this.#headings) {
      if (inSight.includes(index)) continue;
      this.#headings.delete(index);
      spare.push(heading);
    }
    for (const index of inSight) {
      const folder = shown.folders[index];
      const section = layout.sections[index];
      if (folder === undefined || section === undefined) continue;
      let heading = this.#headings.get(index);
      if (heading === undefined) {
        heading = spare.pop() ?? new FolderHeading(`folder-${this.#made++}`);
        this.#headings.set(index, heading);
        if (!heading.element.isConnected) this.#parent.append(heading.element);
      }
      heading.place(section.top + view.shift);
      heading.show(folder, this.#countOf(folder), folder.folder === this.active);
    }
    for (const heading of spare) heading.element.remove();
  }

  /** The element of the heading that has the keyboard focus, if it is in sight. */
  get activeElement(): HTMLElement | undefined {
    if (this.active === undefined) return undefined;
    const headings = [...this.#headings.values()].map(({ element }) => element);
    return headings.find(({ dataset }) => dataset['folder'] === this.active);
  }
}
