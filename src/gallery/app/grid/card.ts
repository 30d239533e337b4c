import { visible, visibleLines } from '../../../operations/texts/outsideWords.js';
import type { GalleryImage, GalleryStrings } from '../../messages/protocol.js';
import { element, icon } from '../elements/element.js';
import { firstWords, splitName } from './cardText.js';
import type { PageThumbnail } from './pageThumbnails.js';

/** The longest side of a thumbnail: one that is shorter is as large as the picture itself. Pixels. */
const THUMBNAIL_SIDE = 256;

/** A small picture is shown at most this many times as large as it is. */
const MOST_ENLARGED = 2;

/** Puts the sizes of an image into words; `pixels` is left out where it is not known. */
export type SizesOf = (image: GalleryImage, pixels?: { width: number; height: number }) => string;

/** What a card shows besides its image. */
export interface CardState {
  readonly thumbnail: PageThumbnail | undefined;
  readonly selected: boolean;
  /** Whether the card has the keyboard focus. */
  readonly active: boolean;
  /** Whether it stands below the heading of its folder. Otherwise its folder, if any, is part of its name. */
  readonly isInTree: boolean;
  readonly index: number;
  readonly count: number;
}

const STATE_ICONS = {
  new: 'arrow-up',
  changed: 'arrow-up',
  failed: 'error',
  conflict: 'arrow-swap',
} as const;

/** The DOM nodes of one card. The grid reuses them for other images as it scrolls. */
export class Card {
  readonly element: HTMLElement;
  readonly #strings: GalleryStrings;
  readonly #sizesOf: SizesOf;
  readonly #picture = element('img', { alt: '', draggable: 'false', decoding: 'async' });
  readonly #broken = icon('warning');
  readonly #noPreview = icon('file-media');
  readonly #problem = element('span', { class: 'card-problem' });
  readonly #indicator: HTMLElement;
  readonly #syncState = element('span', { class: 'sync-state' });
  readonly #thumbnail: HTMLElement;
  readonly #head = element('span', { class: 'name-head' });
  readonly #tail = element('span', { class: 'name-tail' });
  readonly #name = element('div', { class: 'card-name' }, this.#head, this.#tail);
  readonly #caption = element('div', { class: 'card-caption' });
  #image: GalleryImage | undefined;
  #isInTree = false;
  #shownThumbnail: PageThumbnail | undefined;

  constructor(id: string, strings: GalleryStrings, sizesOf: SizesOf) {
    this.#sizesOf = sizesOf;
    this.#strings = strings;
    this.#indicator = element('span', { class: 's3-caption-indicator', title: strings.hasCaption }, '📝');
    this.#broken.classList.add('no-picture', 'broken');
    this.#noPreview.classList.add('no-picture');
    this.#noPreview.title = strings.noPreview;
    this.#thumbnail = element(
      'div',
      { class: 'thumbnail' },
      this.#picture,
      element('span', { class: 'card-check' }, icon('check')),
    );
    this.element = element(
      'div',
      { id, class: 'gallery-card', role: 'option' },
      this.#thumbnail,
      this.#name,
      this.#caption,
    );
    // The picture stays hidden until it is decoded: until then the reused node would show the previous image.
    this.#picture.addEventListener('load', () => this.#pictureLoaded());
  }

  #pictureLoaded(): void {
    const { naturalWidth: width, naturalHeight: height, style, classList } = this.#picture;
    const longest = Math.max(width, height);
    const isWhole = longest < THUMBNAIL_SIDE;
    style.setProperty('--ratio', String(width / height));
    style.setProperty('--longest', isWhole ? `${longest * MOST_ENLARGED}px` : '100%');
    classList.toggle('upright', height > width);
    classList.add('loaded');
    if (isWhole && this.#image !== undefined) {
      this.#showTooltip(this.#image, { width, height });
    }
  }

  #showTooltip(image: GalleryImage, pixels?: { width: number; height: number }): void {
    this.#thumbnail.title = `${visible(image.path)}\n${this.#sizesOf(image, pixels)}`;
  }

  place(x: number, y: number): void {
    this.element.style.transform = `translate(${x}px, ${y}px)`;
  }

  show(image: GalleryImage, state: CardState): void {
    const { element: card } = this;
    const sameImage = image === this.#image && state.isInTree === this.#isInTree;
    this.#isInTree = state.isInTree;
    if (!sameImage) this.#showImage(image);
    if (!sameImage || state.thumbnail !== this.#shownThumbnail) {
      this.#showThumbnail(image, state.thumbnail);
      this.#image = image;
    }
    card.classList.toggle('selected', state.selected);
    card.classList.toggle('active', state.active);
    card.ariaSelected = String(state.selected);
    card.ariaPosInSet = String(state.index + 1);
    card.ariaSetSize = String(state.count);
  }

  #showImage(image: GalleryImage): void {
    this.element.dataset['path'] = image.path;
    this.element.role = this.#isInTree ? 'treeitem' : 'option';
    this.element.ariaLevel = this.#isInTree ? '2' : null;
    const { head, tail } = splitName(visible(this.#isInTree ? image.name : image.path));
    this.#head.textContent = head;
    this.#tail.textContent = tail;
    this.#name.title = visible(image.path);
    this.#showTooltip(image);
    this.#showIf(image.hasCaption, this.#indicator);
    this.#showIf(image.syncState !== null, this.#syncState);
    this.#syncState.dataset['state'] = image.syncState ?? '';
    this.#syncState.replaceChildren(icon(STATE_ICONS[image.syncState ?? 'changed']));
    this.#syncState.title = this.#syncStateText(image) ?? '';
  }

  #syncStateText({ syncState, stateReason }: GalleryImage): string | undefined {
    if (syncState === null) return undefined;
    const text = this.#strings.syncStates[syncState];
    return stateReason === undefined ? text : `${text}: ${visible(stateReason)}`;
  }

  #showThumbnail(image: GalleryImage, thumbnail: PageThumbnail | undefined): void {
    if (thumbnail?.url !== this.#shownThumbnail?.url) {
      this.#picture.classList.remove('loaded');
      if (thumbnail?.url === undefined) this.#picture.removeAttribute('src');
      else this.#picture.src = thumbnail.url;
    }
    this.#shownThumbnail = thumbnail;
    this.#picture.classList.toggle('transparent', thumbnail?.hasAlpha === true);
    const noPicture = thumbnail !== undefined && thumbnail.url === undefined;
    this.#showIf(noPicture && thumbnail.status === 'damaged', this.#broken);
    this.#showIf(noPicture && thumbnail.status !== 'damaged', this.#noPreview);
    this.#showSecondLine(image, thumbnail);
  }

  #showIf(wanted: boolean, mark: HTMLElement): void {
    if (wanted) this.#thumbnail.append(mark);
    else mark.remove();
  }

  /** Shows the beginning of the caption, and on the picture the reason why the image cannot be used. */
  #showSecondLine(image: GalleryImage, thumbnail: PageThumbnail | undefined): void {
    const problem = this.#problemOf(thumbnail);
    const words = visible(firstWords(image.caption ?? ''));
    const { noCaption, emptyCaption, hasCaption } = this.#strings;
    const captionLine = image.hasCaption ? words || emptyCaption : noCaption;
    this.#problem.textContent = problem ?? '';
    this.#showIf(problem !== undefined, this.#problem);
    this.#caption.textContent = captionLine;
    this.#caption.title = visibleLines(image.caption ?? '');
    this.#caption.classList.toggle('missing', words === '');
    this.element.ariaLabel = [
      visible(image.path),
      thumbnail?.status === 'unsupported' || thumbnail?.status === 'in-browser'
        ? this.#strings.noPreview
        : problem,
      image.hasCaption ? `${hasCaption}: ${words || emptyCaption}` : noCaption,
      this.#syncStateText(image),
    ]
      .filter((part) => part !== undefined)
      .join(', ');
  }

  #problemOf(thumbnail: PageThumbnail | undefined): string | undefined {
    if (thumbnail?.status === 'too-large') return this.#strings.tooLarge;
    if (thumbnail?.status !== 'damaged') return undefined;
    return thumbnail.url === undefined ? this.#strings.unreadable : this.#strings.damaged;
  }
}
