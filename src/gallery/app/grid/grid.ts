import type { GalleryImage, GalleryStrings } from '../../messages/protocol.js';
import { Card, type SizesOf } from './card.js';
import { element } from '../elements/element.js';
import { FolderHeadings } from './folderHeadings.js';
import {
  cardPosition,
  CARD_PADDING,
  contentTop,
  GRID_PADDING,
  HEADING_HEIGHT,
  layOut,
  renderedCards,
  scrollTopFor,
  scrollTopToReveal,
  scrollTopToShow,
  visibleCards,
  type GridLayout,
} from './gridLayout.js';
import { ShownImages, type ShownFolder } from '../images/shownImages.js';
import type { PageThumbnail } from './pageThumbnails.js';

/** What the grid needs to know about the images that it shows. */
export interface GridSource {
  isSelected(image: GalleryImage): boolean;
  thumbnailOf(image: GalleryImage): PageThumbnail | undefined;
  readonly sizesOf: SizesOf;
  /** `12 images` */
  countOf(folder: ShownFolder): string;
  /** Called after each drawing with the drawn images: the visible ones first, then the look-ahead. */
  drawn(images: readonly GalleryImage[]): void;
}

/**
 * A virtual grid: only the cards near the viewport have DOM nodes, which are moved and refilled on scroll. The whole
 * grid is one Tab stop.
 */
export class Grid {
  readonly element: HTMLElement;
  readonly #sizer = element('div', { class: 'grid-content', role: 'presentation' });
  readonly #strings: GalleryStrings;
  readonly #source: GridSource;
  readonly #cards = new Map<number, Card>();
  readonly #spareCards: Card[] = [];
  readonly #headings: FolderHeadings;
  #cardsMade = 0;
  #shown = new ShownImages([]);
  #thumbnailSize: number;
  #layout: GridLayout;
  #active = 0;
  #drawRequested = false;

  constructor(strings: GalleryStrings, source: GridSource, thumbnailSize: number) {
    this.#strings = strings;
    this.#source = source;
    this.#thumbnailSize = thumbnailSize;
    this.element = element(
      'div',
      {
        id: 'grid',
        role: 'listbox',
        tabindex: 0,
        'aria-multiselectable': 'true',
        'aria-label': strings.images,
      },
      this.#sizer,
    );
    this.#headings = new FolderHeadings(this.#sizer, (folder) => source.countOf(folder));
    this.#layout = this.#measure();
    this.element.addEventListener('scroll', () => this.requestDraw(), { passive: true });
    new ResizeObserver(() => this.#keepingPlace(() => this.#applyLayout())).observe(this.element);
  }

  get layout(): GridLayout {
    return this.#layout;
  }

  get shown(): ShownImages {
    return this.#shown;
  }

  /** Index of the card that has the keyboard focus, or had it before a heading got it. */
  get active(): number {
    return this.#active;
  }

  /** The folder whose heading has the keyboard focus; `undefined`: a card has it. */
  get activeFolder(): string | undefined {
    return this.#headings.active;
  }

  /** Whether the cards stand in folders, below their headings. */
  get #isTree(): boolean {
    return this.#shown.folders.some(({ folder }) => folder !== null);
  }

  /** Path of the first visible card. */
  get topPath(): string | undefined {
    return this.#shown.at(visibleCards(this.#layout, this.element.scrollTop).first)?.path;
  }

  /** Shows other images. `keepPlace`: the image at the top stays there; otherwise the grid scrolls to the start. */
  show(shown: ShownImages, keepPlace: boolean): void {
    const activePath = this.#shown.at(this.#active)?.path;
    const swap = (): void => {
      this.#shown = shown;
      const index = activePath === undefined ? -1 : shown.indexOf(activePath);
      this.#active = index >= 0 ? index : Math.min(this.#active, Math.max(0, shown.count - 1));
      const { active } = this.#headings;
      if (!shown.folders.some(({ folder }) => folder === active)) this.#headings.active = undefined;
      this.element.role = this.#isTree ? 'tree' : 'listbox';
      this.#applyLayout();
    };
    if (keepPlace) {
      this.#keepingPlace(swap);
    } else {
      this.#active = 0;
      swap();
      this.element.scrollTop = 0;
      this.#draw();
    }
  }

  setThumbnailSize(size: number): void {
    this.#thumbnailSize = size;
    this.#keepingPlace(() => this.#applyLayout());
  }

  /** Moves the keyboard focus to a card and scrolls it into view. */
  activate(index: number): void {
    this.#active = index;
    this.#headings.active = undefined;
    this.element.scrollTop = scrollTopToReveal(this.#layout, this.element.scrollTop, index);
    this.#draw();
  }

  /** Moves the keyboard focus to the heading of a folder and scrolls it into view. */
  activateFolder(folder: string): void {
    this.#headings.active = folder;
    const index = this.#shown.folders.findIndex((shown) => shown.folder === folder);
    const top = this.#layout.sections[index]?.top ?? 0;
    const box = { top, height: HEADING_HEIGHT };
    this.element.scrollTop = scrollTopToShow(this.#layout, this.element.scrollTop, box);
    this.#draw();
  }

  /** Scrolls the active card into view, and returns its element; `undefined`: there is none. */
  revealActive(): HTMLElement | undefined {
    if (this.#shown.count === 0) return undefined;
    this.activate(this.#active);
    return this.#cards.get(this.#active)?.element;
  }

  /** Shows the ring of the active card, which otherwise only the keyboard shows, until the next key or click. */
  pointToActive(): void {
    this.element.classList.add('pointing');
    const stop = (): void => this.element.classList.remove('pointing');
    for (const type of ['keydown', 'pointerdown'] as const) {
      window.addEventListener(type, stop, { once: true, capture: true });
    }
  }

  /** Scrolls so that the card's row is at the top. */
  scrollTo(index: number): void {
    this.element.scrollTop = scrollTopFor(this.#layout, cardPosition(this.#layout, index).y - GRID_PADDING);
    this.#draw();
  }

  /** The image of the card that contains the target of an event. */
  imageAt(target: EventTarget | null): GalleryImage | undefined {
    const card = target instanceof Element ? target.closest<HTMLElement>('.gallery-card') : null;
    const path = card?.dataset['path'];
    return path === undefined ? undefined : this.#shown.at(this.#shown.indexOf(path));
  }

  /** The folder of the heading that contains the target of an event. */
  folderAt(target: EventTarget | null): string | undefined {
    const heading = target instanceof Element ? target.closest<HTMLElement>('.folder-heading') : null;
    return heading?.dataset['folder'];
  }

  /** Draws once in the next animation frame, however often it is called before that. */
  requestDraw(): void {
    if (this.#drawRequested) return;
    this.#drawRequested = true;
    requestAnimationFrame(() => {
      this.#drawRequested = false;
      this.#draw();
    });
  }

  #measure(): GridLayout {
    const { clientWidth, clientHeight } = this.element;
    const style = getComputedStyle(document.body);
    const lineHeight = Math.ceil(parseFloat(style.fontSize) * 1.5);
    this.#sizer.style.setProperty('--line-height', `${lineHeight}px`);
    return layOut({
      width: clientWidth,
      height: clientHeight,
      count: this.#shown.count,
      thumbnail: this.#thumbnailSize,
      textHeight: 2 * lineHeight + CARD_PADDING,
      sections: this.#shown.folders.map(({ folder, first, matches, isFolded }) => ({
        first,
        count: isFolded ? 0 : matches,
        hasHeading: folder !== null,
      })),
    });
  }

  #applyLayout(): void {
    this.#layout = this.#measure();
    const { style } = this.#sizer;
    style.height = `${this.#layout.scrollHeight}px`;
    style.setProperty('--card-width', `${this.#layout.cardWidth}px`);
    style.setProperty('--card-height', `${this.#layout.cardHeight}px`);
    style.setProperty('--thumbnail-side', `${this.#layout.thumbnail}px`);
  }

  /** Runs `change`, which alters the layout, and then scrolls the image that was at the top back to its place. */
  #keepingPlace(change: () => void): void {
    const path = this.topPath;
    const before = this.#layout;
    const { first } = visibleCards(before, this.element.scrollTop);
    const offset = contentTop(before, this.element.scrollTop) - cardPosition(before, first).y;
    const wasAtTop = this.element.scrollTop === 0;
    change();
    const index = path === undefined ? -1 : this.#shown.indexOf(path);
    if (!wasAtTop && index >= 0) {
      const hidden = (offset / before.cardHeight) * this.#layout.cardHeight;
      const { y } = cardPosition(this.#layout, index);
      this.element.scrollTop = scrollTopFor(this.#layout, y + hidden);
    }
    this.#draw();
  }

  #draw(): void {
    if (this.element.clientWidth === 0) return;
    const { scrollTop } = this.element;
    const range = renderedCards(this.#layout, scrollTop);
    for (const [index, card] of this.#cards) {
      if (index < range.first || index >= range.last) {
        this.#cards.delete(index);
        this.#spareCards.push(card);
      }
    }
    const top = contentTop(this.#layout, scrollTop);
    const shift = scrollTop - top;
    this.#headings.draw(this.#layout, this.#shown, { top, shift });
    for (let index = range.first; index < range.last; index++) this.#drawCard(index, shift);
    for (const card of this.#spareCards) card.element.remove();
    this.#nameActive();
    this.#tellDrawn(range.first, range.last, scrollTop);
  }

  #drawCard(index: number, shift: number): void {
    const image = this.#shown.at(index);
    if (image === undefined) return;
    let card = this.#cards.get(index);
    if (card === undefined) {
      card =
        this.#spareCards.pop() ?? new Card(`card-${this.#cardsMade++}`, this.#strings, this.#source.sizesOf);
      this.#cards.set(index, card);
      if (!card.element.isConnected) this.#sizer.append(card.element);
    }
    const { x, y } = cardPosition(this.#layout, index);
    card.place(x, y + shift);
    card.show(image, {
      thumbnail: this.#source.thumbnailOf(image),
      selected: this.#source.isSelected(image),
      active: index === this.#active && this.#headings.active === undefined,
      isInTree: this.#isTree,
      index,
      count: this.#shown.count,
    });
  }

  #nameActive(): void {
    const { active, activeElement } = this.#headings;
    const element = active === undefined ? this.#cards.get(this.#active)?.element : activeElement;
    if (element) this.element.setAttribute('aria-activedescendant', element.id);
    else this.element.removeAttribute('aria-activedescendant');
  }

  #tellDrawn(first: number, last: number, scrollTop: number): void {
    const { images } = this.#shown;
    const visible = visibleCards(this.#layout, scrollTop);
    this.#source.drawn([
      ...images.slice(visible.first, visible.last),
      ...images.slice(visible.last, last),
      ...images.slice(first, visible.first),
    ]);
  }
}
