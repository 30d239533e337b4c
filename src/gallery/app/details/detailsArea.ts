import { element } from '../elements/element.js';
import { Splitter } from './splitter.js';

/** In a narrower page the details are below the grid. Pixels. */
const BESIDE_WIDTH = 600;
/** In a lower page that is narrow as well they lie over the grid. Pixels. */
const BELOW_HEIGHT = 480;

/** The grid and the details: beside each other, one below the other, or one over the other, as the page has room. */
export class DetailsArea {
  readonly element: HTMLElement;
  readonly #details: HTMLElement;
  readonly #splitter: Splitter;

  /** `size`: the share of the details, 0 to 1. */
  constructor(
    parts: { readonly grid: HTMLElement; readonly details: HTMLElement },
    options: { readonly resize: string; readonly size: number; readonly onResize: () => void },
  ) {
    this.#details = parts.details;
    this.#splitter = new Splitter(options.resize, options.size, () => {
      this.#showSize();
      options.onResize();
    });
    this.element = element('main', {}, parts.grid, this.#splitter.element, parts.details);
    this.#showSize();
    new ResizeObserver(() => this.#place()).observe(this.element);
  }

  get size(): number {
    return this.#splitter.size;
  }

  get isOpen(): boolean {
    return !this.#details.hidden;
  }

  set isOpen(open: boolean) {
    this.#details.hidden = !open;
    this.element.classList.toggle('with-details', open);
    this.#place();
  }

  #showSize(): void {
    this.element.style.setProperty('--details-size', String(this.#splitter.size));
  }

  #place(): void {
    const { clientWidth, clientHeight } = this.element;
    const beside = clientWidth >= BESIDE_WIDTH;
    const over = !beside && clientHeight < BELOW_HEIGHT;
    this.element.classList.toggle('below', !beside && !over);
    this.element.classList.toggle('over', over);
    this.#splitter.isHorizontal = !beside;
    this.#splitter.element.hidden = !this.isOpen || over;
  }
}
