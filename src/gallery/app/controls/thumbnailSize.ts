import { THUMBNAIL_SIZE, type GalleryStrings } from '../../messages/protocol.js';
import { element, iconButton } from '../elements/element.js';

export interface ThumbnailSizeActions {
  resize(thumbnailSize: number): void;
  /** Called with the final size, when the user releases the slider or clicks a button. */
  resized(thumbnailSize: number): void;
}

/** The slider for the size of the thumbnails, and its two buttons, which remain where the page is narrow. */
export class ThumbnailSize {
  readonly element: HTMLElement;
  readonly #actions: ThumbnailSizeActions;
  readonly #slider: HTMLInputElement;

  constructor(strings: GalleryStrings, actions: ThumbnailSizeActions, size: number) {
    this.#actions = actions;
    this.#slider = element('input', {
      id: 'thumbnail-size',
      type: 'range',
      min: THUMBNAIL_SIZE.min,
      max: THUMBNAIL_SIZE.max,
      step: THUMBNAIL_SIZE.step,
      value: size,
      title: strings.thumbnailSize,
      'aria-label': strings.thumbnailSize,
    });
    this.#slider.addEventListener('input', () => this.#resizeTo(this.#slider.valueAsNumber, false));
    this.#slider.addEventListener('change', () => this.#actions.resized(this.#slider.valueAsNumber));
    this.element = element(
      'div',
      { class: 'thumbnail-sizes' },
      this.#stepButton('smaller', 'zoom-out', strings.smaller, -2 * THUMBNAIL_SIZE.step),
      this.#slider,
      this.#stepButton('larger', 'zoom-in', strings.larger, 2 * THUMBNAIL_SIZE.step),
    );
  }

  #stepButton(id: string, iconName: string, name: string, by: number): HTMLButtonElement {
    const button = iconButton(id, iconName, name);
    button.addEventListener('click', () => this.#resizeTo(this.#slider.valueAsNumber + by, true));
    return button;
  }

  #resizeTo(size: number, atRest: boolean): void {
    // The range control clamps the size to its limits.
    this.#slider.valueAsNumber = size;
    this.#actions.resize(this.#slider.valueAsNumber);
    if (atRest) this.#actions.resized(this.#slider.valueAsNumber);
  }
}
