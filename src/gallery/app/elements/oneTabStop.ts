const CONTROLS = 'button, input, select';

/**
 * Makes the controls of a bar one Tab stop: Left and Right lead from one to the next, Home and End to the first and the
 * last. In a text field they move the cursor, and lead on only from its ends.
 */
export class OneTabStop {
  readonly #bar: HTMLElement;
  #stop: HTMLElement | undefined;

  constructor(bar: HTMLElement) {
    this.#bar = bar;
    bar.addEventListener('focusin', ({ target }) => {
      if (target instanceof HTMLElement && target.matches(CONTROLS)) this.#moveStop(target);
    });
    bar.addEventListener('keydown', (event) => this.#key(event));
    // A control that is disabled or hidden, by the code or by the width of the page, cannot be the stop.
    const check = (): void => this.#check();
    new MutationObserver(check).observe(bar, {
      subtree: true,
      childList: true,
      attributeFilter: ['disabled', 'hidden'],
    });
    new ResizeObserver(check).observe(bar);
  }

  #reachable(): HTMLElement[] {
    return [...this.#bar.querySelectorAll<HTMLElement>(CONTROLS)].filter(
      (control) => !control.matches(':disabled') && control.getClientRects().length > 0,
    );
  }

  #check(): void {
    const reachable = this.#reachable();
    const stop = this.#stop !== undefined && reachable.includes(this.#stop) ? this.#stop : reachable[0];
    if (stop !== undefined) this.#moveStop(stop);
  }

  #moveStop(stop: HTMLElement): void {
    this.#stop = stop;
    for (const control of this.#bar.querySelectorAll<HTMLElement>(CONTROLS)) {
      control.tabIndex = control === stop ? 0 : -1;
    }
  }

  #key(event: KeyboardEvent): void {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !(target instanceof HTMLElement))
      return;
    const reachable = this.#reachable();
    const at = reachable.indexOf(target);
    const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: reachable.length - 1 }[key];
    if (at < 0 || next === undefined || needsKey(target, key)) return;
    event.preventDefault();
    event.stopPropagation();
    reachable[next]?.focus();
  }
}

/** Whether the control itself uses the key. */
function needsKey(control: HTMLElement, key: string): boolean {
  if (!(control instanceof HTMLInputElement) || control.type === 'checkbox') return false;
  if (key === 'Home' || key === 'End') return true;
  if (control.type !== 'text') return false;
  const { selectionStart, selectionEnd, value } = control;
  return selectionStart !== selectionEnd || selectionStart !== (key === 'ArrowLeft' ? 0 : value.length);
}
