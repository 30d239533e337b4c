import type { GalleryImage } from '../../messages/protocol.js';
import type { Grid } from './grid.js';
import { FolderKeys } from './folderKeys.js';
import { cardAfterKey } from './gridKeys.js';
import { TypeToFind } from './typeToFind.js';
import type { CardSelection } from '../images/cardSelection.js';

export interface GridActions {
  selectionChanged(): void;
  /** The keyboard focus moved to another card. */
  moved(): void;
  openImage(image: GalleryImage): void;
  openCaption(image: GalleryImage): void;
  /** Opens the context menu of the active card; returns whether there is one. */
  openMenu(): boolean;
  /** Renames the image with its caption. */
  rename(image: GalleryImage): void;
  /** Deletes the image with its caption; all selected ones if it is one of them. */
  remove(image: GalleryImage): void;
  /** Folds a folder, or unfolds it. */
  toggleFolder(folder: string): void;
  showDetails(): void;
}

/** Mouse and keyboard input of the grid, by the rules of VS Code's own lists. The README lists the keys. */
export class GridInput {
  readonly #grid: Grid;
  readonly #selection: CardSelection;
  readonly #actions: GridActions;
  readonly #typeToFind = new TypeToFind();
  readonly #folderKeys: FolderKeys;

  constructor(grid: Grid, selection: CardSelection, actions: GridActions) {
    this.#grid = grid;
    this.#selection = selection;
    this.#actions = actions;
    this.#folderKeys = new FolderKeys(grid, (folder) => actions.toggleFolder(folder));
    grid.element.addEventListener('click', (event) => this.#click(event));
    grid.element.addEventListener('dblclick', (event) => this.#doubleClick(event));
    grid.element.addEventListener('keydown', (event) => {
      if (!this.#key(event)) return;
      // The grid handles this key: neither the page nor the workbench, which sees the keys of webviews, may act on it
      // too.
      event.preventDefault();
      event.stopPropagation();
    });
  }

  #click(event: MouseEvent): void {
    const folder = this.#grid.folderAt(event.target);
    if (folder !== undefined) {
      this.#actions.toggleFolder(folder);
      this.#grid.activateFolder(folder);
      return;
    }
    const image = this.#grid.imageAt(event.target);
    if (image === undefined) return;
    const onCheck = event.target instanceof Element && event.target.closest('.card-check') !== null;
    const from = this.#grid.shown.at(this.#grid.active)?.path ?? image.path;
    const keep = event.ctrlKey || event.metaKey;
    if (event.shiftKey) this.#selection.extendTo(image.path, this.#grid.shown, { from, keep });
    else if (keep || onCheck) this.#selection.toggle(image.path);
    else this.#selection.only(image.path);
    this.#grid.activate(this.#grid.shown.indexOf(image.path));
    this.#actions.moved();
    this.#actions.selectionChanged();
    const isPlain = !event.shiftKey && !keep;
    if (isPlain && opensCaption(event.target)) this.#actions.openCaption(image);
  }

  #doubleClick(event: MouseEvent): void {
    const image = this.#grid.imageAt(event.target);
    if (image !== undefined) this.#actions.openImage(image);
  }

  /** Returns whether the grid handled the key. */
  #key(event: KeyboardEvent): boolean {
    const { shown, active } = this.#grid;
    const image = shown.at(active);
    const command = event.ctrlKey || event.metaKey;
    if (event.isComposing) return false;
    if (opensMenu(event)) return this.#actions.openMenu();
    if (event.altKey) return this.#step(event);
    if (!command && !event.shiftKey && this.#folderKeys.handle(event.key)) return true;
    if (command && !event.shiftKey && event.key.toLowerCase() === 'a') {
      this.#selection.all(shown);
    } else if (command && !event.shiftKey && event.key.toLowerCase() === 'i') {
      this.#selection.invert(shown);
    } else if (command && event.key !== ' ' && !isMovement(event.key)) {
      return false;
    } else if (event.key === 'Escape') {
      if (this.#selection.size === 0) return false;
      this.#selection.clear();
    } else if (image === undefined) {
      return false;
    } else {
      return this.#keyOnCard(event, image);
    }
    this.#actions.selectionChanged();
    return true;
  }

  #keyOnCard(event: KeyboardEvent, image: GalleryImage): boolean {
    switch (event.key) {
      case ' ':
        if (event.shiftKey) this.#selection.extendTo(image.path, this.#grid.shown);
        else this.#selection.toggle(image.path);
        this.#actions.selectionChanged();
        return true;
      case 'Enter':
        this.#actions.showDetails();
        return true;
      case 'F2':
        this.#actions.rename(image);
        return true;
      case 'Delete':
        this.#actions.remove(image);
        return true;
      case 'c':
      case 'C':
        // Within a word, C is a letter like the others.
        if (this.#typeToFind.continues(event.timeStamp)) return this.#find(event);
        this.#actions.openCaption(image);
        return true;
      default:
        return event.key.length === 1 ? this.#find(event) : this.#move(event, image);
    }
  }

  /** A letter moves to the next card whose name begins so. */
  #find(event: KeyboardEvent): boolean {
    const { shown, active } = this.#grid;
    const found = this.#typeToFind.find(event.key, event.timeStamp, shown.images, active);
    if (found >= 0) {
      this.#grid.activate(found);
      this.#actions.moved();
    }
    return true;
  }

  /** Alt+PageUp and Alt+PageDown move to the card before and after, also where the grid has many columns. */
  #step({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
    if (ctrlKey || metaKey || shiftKey || (key !== 'PageUp' && key !== 'PageDown')) return false;
    const next = this.#grid.active + (key === 'PageUp' ? -1 : 1);
    if (this.#grid.shown.at(next) === undefined) return true;
    this.#grid.activate(next);
    this.#actions.moved();
    return true;
  }

  #move(event: KeyboardEvent, from: GalleryImage): boolean {
    const next = cardAfterKey(event.key, this.#grid.active, this.#grid.layout);
    if (next === undefined) return false;
    this.#grid.activate(next);
    const image = this.#grid.shown.at(next);
    if (event.shiftKey && image !== undefined) {
      this.#selection.extendTo(image.path, this.#grid.shown, { from: from.path });
      this.#actions.selectionChanged();
    }
    this.#actions.moved();
    return true;
  }
}

/** The mark of a caption, or the words that there is none. */
function opensCaption(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.s3-caption-indicator, .card-caption.missing') !== null;
}

function opensMenu({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  return !ctrlKey && !altKey && !metaKey && (shiftKey ? key === 'F10' : key === 'ContextMenu');
}

function isMovement(key: string): boolean {
  return /^(Arrow(Up|Down|Left|Right)|Home|End|Page(Up|Down))$/.test(key);
}
