import type { DetailsStrings, PictureMessage } from '../../messages/detailsMessages.js';
import { element, icon, iconButton } from '../elements/element.js';

/** Small pictures are not blown up beyond this when they are fitted. */
const MOST_FITTED = 2;
const ZOOM = { step: 1.25, least: 0.05, most: 16 } as const;

/**
 * A picture that is fitted to its box or zoomed: with the buttons, `+`, `-`, `0` and `1`, or Ctrl and the wheel. What is
 * larger than the box is scrolled, or dragged.
 */
export class Picture {
  readonly element: HTMLElement;
  readonly controls: HTMLElement;
  readonly #image = element('img', { alt: '', draggable: 'false', decoding: 'async' });
  readonly #canvas = element('div', { class: 'picture-canvas' }, this.#image);
  readonly #noPicture: HTMLElement;
  readonly #fit: HTMLButtonElement;
  readonly #actual: HTMLButtonElement;
  readonly #onSize: (size: { readonly width: number; readonly height: number } | undefined) => void;
  /** `fit`, or CSS pixels per pixel of the picture. */
  #zoom: 'fit' | number = 'fit';
  #message: PictureMessage | undefined;
  /** The small picture of the image, where there is one. */
  #placeholder: string | undefined;
  /** Whether the shown picture is the file, and not the small one in its place. */
  #isItself = false;

  /** `onSize` is told the picture's size in pixels; `undefined`: it cannot be shown. */
  constructor(
    strings: DetailsStrings,
    onSize: (size: { readonly width: number; readonly height: number } | undefined) => void,
  ) {
    this.#onSize = onSize;
    this.#noPicture = element(
      'div',
      { class: 'no-picture-here', hidden: true },
      icon('file-media'),
      strings.cannotShow,
    );
    this.element = element(
      'div',
      { id: 'picture', class: 'picture', tabindex: 0, role: 'group', 'aria-label': strings.picture },
      this.#canvas,
      this.#noPicture,
    );
    this.#fit = iconButton('picture-fit', 'screen-full', strings.fit);
    this.#actual = iconButton('picture-actual', 'screen-normal', strings.actualSize);
    const zoomOut = iconButton('picture-zoom-out', 'zoom-out', strings.zoomOut);
    const zoomIn = iconButton('picture-zoom-in', 'zoom-in', strings.zoomIn);
    this.#fit.addEventListener('click', () => this.#zoomTo('fit'));
    this.#actual.addEventListener('click', () => this.#zoomTo(1));
    zoomOut.addEventListener('click', () => this.#zoomBy(1 / ZOOM.step));
    zoomIn.addEventListener('click', () => this.#zoomBy(ZOOM.step));
    this.controls = element('div', { class: 'picture-controls' }, zoomOut, zoomIn, this.#fit, this.#actual);
    this.#listen();
  }

  /** Shows another picture, fitted; `undefined`: none yet. `placeholder`: a small picture of the same image. */
  show(placeholder: string | undefined): void {
    this.#message = undefined;
    this.#placeholder = placeholder;
    this.#isItself = false;
    this.#zoom = 'fit';
    this.#noPicture.hidden = true;
    this.#image.classList.remove('loaded');
    if (placeholder === undefined) this.#image.removeAttribute('src');
    else this.#image.src = placeholder;
    this.#showZoom();
  }

  /** Loads the picture itself. */
  receive(message: PictureMessage): void {
    const isNew = message.url !== this.#message?.url;
    this.#message = message;
    if (isNew) {
      this.#noPicture.hidden = true;
      this.#isItself = true;
      this.#image.src = message.url;
    }
    this.#layOut();
  }

  #listen(): void {
    this.#image.addEventListener('load', () => {
      this.#image.classList.add('loaded');
      if (this.#isItself) this.#onSize(this.#size);
      this.#layOut();
    });
    this.#image.addEventListener('error', () => {
      const small = this.#isItself ? this.#placeholder : undefined;
      this.#isItself = false;
      this.#image.classList.remove('loaded');
      this.#onSize(undefined);
      if (small !== undefined) {
        this.#image.src = small;
        return;
      }
      this.#image.removeAttribute('src');
      this.#noPicture.hidden = false;
    });
    new ResizeObserver(() => this.#layOut()).observe(this.element);
    this.element.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    this.element.addEventListener('keydown', (event) => {
      if (!this.#key(event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.#drag();
  }

  /** Pixels of the picture; those of a small one in its place only tell the shape. */
  get #size(): { readonly width: number; readonly height: number } {
    const { naturalWidth: width, naturalHeight: height } = this.#image;
    return this.#isItself ? { width, height } : (this.#message?.size ?? { width, height });
  }

  #layOut(): void {
    const { width, height } = this.#size;
    if (width === 0 || height === 0) return;
    const { clientWidth, clientHeight } = this.element;
    const scale = this.#zoom === 'fit' ? this.#fitted(width, height, clientWidth, clientHeight) : this.#zoom;
    const { style } = this.#image;
    style.width = `${Math.max(1, Math.round(width * scale))}px`;
    style.height = `${Math.max(1, Math.round(height * scale))}px`;
    this.#image.classList.toggle('pixels', scale >= 2);
    this.element.classList.toggle('zoomed', this.#zoom !== 'fit');
  }

  #fitted(width: number, height: number, boxWidth: number, boxHeight: number): number {
    return Math.min(MOST_FITTED, boxWidth / width, boxHeight / height);
  }

  get #scale(): number {
    const { width, height } = this.#size;
    if (this.#zoom !== 'fit') return this.#zoom;
    return this.#fitted(width, height, this.element.clientWidth, this.element.clientHeight);
  }

  /** `at`: the point of the box that stays where it is; left out: its middle. */
  #zoomBy(factor: number, at?: { readonly x: number; readonly y: number }): void {
    const before = this.#scale;
    const scale = Math.min(ZOOM.most, Math.max(ZOOM.least, before * factor));
    const box = this.element;
    const { x, y } = at ?? { x: box.clientWidth / 2, y: box.clientHeight / 2 };
    const [left, top] = [
      (box.scrollLeft + x) * (scale / before) - x,
      (box.scrollTop + y) * (scale / before) - y,
    ];
    this.#zoomTo(scale);
    box.scrollTo(left, top);
  }

  #zoomTo(zoom: 'fit' | number): void {
    this.#zoom = zoom;
    this.#showZoom();
    this.#layOut();
  }

  #showZoom(): void {
    this.#fit.ariaPressed = String(this.#zoom === 'fit');
    this.#actual.ariaPressed = String(this.#zoom === 1);
  }

  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = this.element.getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    this.#zoomBy(ZOOM.step ** (-Math.sign(event.deltaY) / 2), at);
  }

  /** Returns whether the key was one of the picture. */
  #key({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
    if (ctrlKey || metaKey || altKey) return false;
    if (key === '+' || key === '=') this.#zoomBy(ZOOM.step);
    else if (key === '-') this.#zoomBy(1 / ZOOM.step);
    else if (key === '0') this.#zoomTo('fit');
    else if (key === '1') this.#zoomTo(1);
    else return false;
    return true;
  }

  #drag(): void {
    const box = this.element;
    let from: { readonly x: number; readonly y: number } | undefined;
    box.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || this.#zoom === 'fit') return;
      from = { x: event.clientX + box.scrollLeft, y: event.clientY + box.scrollTop };
      box.setPointerCapture(event.pointerId);
    });
    box.addEventListener('pointermove', (event) => {
      if (from !== undefined) box.scrollTo(from.x - event.clientX, from.y - event.clientY);
    });
    for (const end of ['pointerup', 'pointercancel'] as const)
      box.addEventListener(end, () => (from = undefined));
  }
}
