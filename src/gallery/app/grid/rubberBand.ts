import { element } from '../elements/element.js';
import type { CardSelection } from '../images/cardSelection.js';
import type { Grid } from './grid.js';
import { cardsInBox, contentTop } from './gridLayout.js';

/** A press that moves less than this is a click. Pixels. */
const THRESHOLD = 5;
/** Within this distance of its upper and lower edge the grid scrolls. Pixels. */
const EDGE = 24;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Selects the cards in a rectangle that the mouse draws; with Ctrl or Shift in addition to those selected before. */
export class RubberBand {
  readonly #grid: Grid;
  readonly #selection: CardSelection;
  readonly #changed: () => void;
  readonly #band = element('div', { class: 'rubber-band', 'aria-hidden': 'true' });

  constructor(grid: Grid, selection: CardSelection, changed: () => void) {
    this.#grid = grid;
    this.#selection = selection;
    this.#changed = changed;
    grid.element.addEventListener('pointerdown', (event) => this.#press(event));
  }

  #press(event: PointerEvent): void {
    const { element: grid } = this.#grid;
    const isOnScrollbar = event.clientX > grid.getBoundingClientRect().left + grid.clientWidth;
    if (event.button !== 0 || event.pointerType === 'touch' || isOnScrollbar) return;
    const adds = event.ctrlKey || event.metaKey || event.shiftKey;
    const before = [...this.#selection.paths];
    const start = this.#contentPoint(event);
    let now: Point = { x: event.clientX, y: event.clientY };
    let isDrawing = false;
    let frame = 0;
    const gesture = new AbortController();
    const { signal } = gesture;
    const end = (): void => {
      gesture.abort();
      cancelAnimationFrame(frame);
      this.#band.remove();
    };
    const draw = (): void => {
      this.#scrollAtEdge(now);
      this.#select(start, this.#contentPoint({ clientX: now.x, clientY: now.y }), adds ? before : []);
      frame = requestAnimationFrame(draw);
    };
    window.addEventListener(
      'pointermove',
      (move) => {
        now = { x: move.clientX, y: move.clientY };
        if (isDrawing || Math.hypot(now.x - event.clientX, now.y - event.clientY) < THRESHOLD) return;
        isDrawing = true;
        draw();
      },
      { signal },
    );
    window.addEventListener(
      'pointerup',
      () => {
        // The click that ends the gesture selects no single card.
        if (isDrawing) swallowNextClick();
        end();
      },
      { signal },
    );
    window.addEventListener(
      'keydown',
      (key) => {
        if (key.key !== 'Escape' || !isDrawing) return;
        key.preventDefault();
        key.stopPropagation();
        this.#selection.replace(before);
        this.#changed();
        swallowNextClick();
        end();
      },
      { signal, capture: true },
    );
    for (const type of ['pointercancel', 'blur'] as const) window.addEventListener(type, end, { signal });
  }

  #contentPoint({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Point {
    const { element: grid, layout } = this.#grid;
    const { left, top } = grid.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top + contentTop(layout, grid.scrollTop) };
  }

  #scrollAtEdge({ y }: Point): void {
    const { element: grid } = this.#grid;
    const { top, bottom } = grid.getBoundingClientRect();
    if (y < top + EDGE) grid.scrollTop -= Math.min(EDGE, top + EDGE - y);
    else if (y > bottom - EDGE) grid.scrollTop += Math.min(EDGE, y - bottom + EDGE);
  }

  #select(from: Point, to: Point, before: readonly string[]): void {
    const { element: grid, layout, shown } = this.#grid;
    const shift = grid.scrollTop - contentTop(layout, grid.scrollTop);
    const { style } = this.#band;
    style.transform = `translate(${Math.min(from.x, to.x)}px, ${Math.min(from.y, to.y) + shift}px)`;
    style.width = `${Math.abs(to.x - from.x)}px`;
    style.height = `${Math.abs(to.y - from.y)}px`;
    if (!this.#band.isConnected) grid.querySelector('.grid-content')?.append(this.#band);
    const box = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
    const touched = cardsInBox(layout, box).flatMap((index) => shown.at(index)?.path ?? []);
    this.#selection.replace([...before, ...touched]);
    this.#changed();
  }
}

/** The browser sends the click right after the release of the button, if it sends one. */
function swallowNextClick(): void {
  const swallow = (event: Event): void => event.stopPropagation();
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
}
