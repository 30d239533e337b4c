import type { GalleryImage } from '../../messages/protocol.js';
import type { Grid } from './grid.js';

/** The images that a menu or a key acts on: the selected ones where the card is one of them, otherwise its own. */
export type ImagesOfCard = (image: GalleryImage) => readonly GalleryImage[];

/**
 * The context menu of the cards. VS Code shows the menu, and passes the attribute `data-vscode-context` of the clicked
 * element to its entries: here it is written just before VS Code reads it.
 */
export class CardMenu {
  readonly #grid: Grid;
  readonly #folder: string;
  readonly #imagesOf: ImagesOfCard;

  /** @param folder URI of the style's folder */
  constructor(grid: Grid, folder: string, imagesOf: ImagesOfCard) {
    this.#grid = grid;
    this.#folder = folder;
    this.#imagesOf = imagesOf;
    grid.element.addEventListener('contextmenu', (event) => this.#prepare(event));
  }

  /** Opens the menu of the active card, as a right click on it does. Returns whether there is a card. */
  open(): boolean {
    if (this.#grid.activeFolder !== undefined) return false;
    const card = this.#grid.revealActive();
    if (card === undefined) return false;
    const { left, bottom } = card.getBoundingClientRect();
    const at = { clientX: left + 16, clientY: Math.min(bottom, window.innerHeight) - 16 };
    card.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 2, ...at }));
    return true;
  }

  #prepare(event: MouseEvent): void {
    const image = this.#grid.imageAt(event.target);
    if (image !== undefined) {
      this.#grid.activate(this.#grid.shown.indexOf(image.path));
      this.#grid.pointToActive();
      this.#grid.element.dataset['vscodeContext'] = JSON.stringify(this.#contextOf(image));
      return;
    }
    delete this.#grid.element.dataset['vscodeContext'];
    // The menu key of the keyboard opens the menu of the focused element, which is the whole grid.
    if (event.button === 2 || !event.isTrusted || !this.open()) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #contextOf(image: GalleryImage): object {
    const images = this.#imagesOf(image);
    return {
      webviewSection: images.length > 1 ? 'cards' : 'card',
      hasCaption: image.hasCaption,
      folder: this.#folder,
      images: images.map(({ path }) => path),
    };
  }
}
