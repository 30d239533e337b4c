import type { Grid } from './grid.js';
import { cardAtEdge, columnOf, isAtEdge } from './gridKeys.js';
import { sectionOf } from './gridLayout.js';

/** Keys that act on a card, and do nothing on a heading. */
const KEYS_OF_CARDS = new Set(['c', 'C', 'F2', 'Delete']);

/** The keys that lead to the headings of folders, and those that fold and unfold one. */
export class FolderKeys {
  readonly #grid: Grid;
  readonly #toggle: (folder: string) => void;
  /** The column from which the arrows came to a heading, and in which they leave it. */
  #column = 0;

  constructor(grid: Grid, toggle: (folder: string) => void) {
    this.#grid = grid;
    this.#toggle = toggle;
  }

  /** Returns whether the key was one of a heading. */
  handle(key: string): boolean {
    const { activeFolder, shown } = this.#grid;
    if (activeFolder === undefined) return this.#handleOnCard(key);
    const at = shown.folders.findIndex(({ folder }) => folder === activeFolder);
    const isFolded = shown.folders[at]?.isFolded === true;
    switch (key) {
      case ' ':
      case 'Enter':
        this.#toggle(activeFolder);
        return true;
      case 'ArrowLeft':
        if (!isFolded) this.#toggle(activeFolder);
        return true;
      case 'ArrowRight':
        if (isFolded) this.#toggle(activeFolder);
        else this.#toCards(at, 'first row', 0);
        return true;
      case 'ArrowDown':
        if (isFolded) this.#toFolder(at + 1);
        else this.#toCards(at, 'first row');
        return true;
      case 'ArrowUp':
        if (shown.folders[at - 1]?.isFolded === false) this.#toCards(at - 1, 'last row');
        else this.#toFolder(at - 1);
        return true;
      default:
        return KEYS_OF_CARDS.has(key);
    }
  }

  #handleOnCard(key: string): boolean {
    const { active, layout, shown } = this.#grid;
    if ((key !== 'ArrowUp' && key !== 'ArrowDown') || shown.at(active) === undefined) return false;
    if (!isAtEdge(layout, active, key === 'ArrowUp' ? 'first row' : 'last row')) return false;
    const to = sectionOf(layout, active) + (key === 'ArrowUp' ? 0 : 1);
    if (typeof shown.folders[to]?.folder !== 'string') return false;
    this.#column = columnOf(layout, active);
    this.#toFolder(to);
    return true;
  }

  #toFolder(index: number): void {
    const folder = this.#grid.shown.folders[index]?.folder;
    if (typeof folder === 'string') this.#grid.activateFolder(folder);
  }

  #toCards(index: number, edge: 'first row' | 'last row', column = this.#column): void {
    const { layout } = this.#grid;
    const section = layout.sections[index];
    if (section !== undefined && section.count > 0) {
      this.#grid.activate(cardAtEdge(layout, section, edge, column));
    }
  }
}
