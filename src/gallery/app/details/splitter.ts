import { element } from '../elements/element.js';

/** Least size of the details and of what is left to the grid. Pixels. */
const LEAST = 200;
const STEP = 24;

/**
 * The bar between the grid and the details: dragged, or moved with the arrow keys. `size` is the share of the details,
 * 0 to 1, of the width, or of the height where they are below the grid.
 */
export class Splitter {
  readonly element: HTMLElement;
  #size: number;

  constructor(
    name: string,
    size: number,
    private readonly onChange: () => void,
  ) {
    this.#size = size;
    this.element = element('div', {
      id: 'splitter',
      role: 'separator',
      tabindex: 0,
      'aria-label': name,
      'aria-orientation': 'vertical',
      'aria-valuemin': 0,
      'aria-valuemax': 100,
      hidden: true,
    });
    this.#listen();
    this.#tell();
  }

  get size(): number {
    return this.#size;
  }

  /** Whether the details are below the grid. */
  set isHorizontal(value: boolean) {
    this.element.ariaOrientation = value ? 'horizontal' : 'vertical';
    this.element.classList.toggle('horizontal', value);
  }

  #listen(): void {
    const bar = this.element;
    bar.addEventListener('pointerdown', (event) => bar.setPointerCapture(event.pointerId));
    bar.addEventListener('pointermove', (event) => {
      if (!bar.hasPointerCapture(event.pointerId)) return;
      const area = this.#area();
      this.#moveTo(this.#isHorizontal ? area.bottom - event.clientY : area.right - event.clientX);
    });
    bar.addEventListener('keydown', (event) => {
      const by = { ArrowLeft: STEP, ArrowUp: STEP, ArrowRight: -STEP, ArrowDown: -STEP }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      this.#moveTo(this.#size * this.#length + by);
    });
  }

  get #isHorizontal(): boolean {
    return this.element.ariaOrientation === 'horizontal';
  }

  #area(): DOMRect {
    return (this.element.parentElement ?? document.body).getBoundingClientRect();
  }

  get #length(): number {
    const { width, height } = this.#area();
    return this.#isHorizontal ? height : width;
  }

  #moveTo(pixels: number): void {
    const length = this.#length;
    if (length <= 2 * LEAST) return;
    this.#size = Math.min(length - LEAST, Math.max(LEAST, pixels)) / length;
    this.#tell();
    this.onChange();
  }

  #tell(): void {
    this.element.ariaValueNow = String(Math.round(this.#size * 100));
  }
}
