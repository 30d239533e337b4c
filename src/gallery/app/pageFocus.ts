/**
 * Keeps the keyboard focus from getting lost: whenever no element of the page has it, `take` gives it to one. That is so
 * when the page gets the focus back from an editor or a menu, and when the element that had it is removed or disabled.
 */
export class PageFocus {
  readonly #take: () => void;
  #checkRequested = false;

  constructor(take: () => void) {
    this.#take = take;
    window.addEventListener('focus', () => this.#check());
    document.addEventListener('focusout', () => this.checkSoon());
  }

  /** Looks after the next drawing: only then does the browser take the focus from a hidden or disabled element. */
  checkSoon(): void {
    if (this.#checkRequested) return;
    this.#checkRequested = true;
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.#checkRequested = false;
        this.#check();
      }),
    );
  }

  #check(): void {
    const { activeElement } = document;
    const isLost = activeElement === null || activeElement === document.body;
    if (isLost && document.hasFocus()) this.#take();
  }
}
