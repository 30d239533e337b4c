import { element, icon } from '../elements/element.js';

export interface PickerFace {
  readonly id: string;
  /** A codicon, which stands for the whole control where the page is narrow. */
  readonly icon: string;
  /** Accessible name, and tooltip. */
  readonly name: string;
}

/** A drop-down list with an icon. */
export class Picker<T extends string> {
  readonly element: HTMLElement;
  readonly #select: HTMLSelectElement;
  readonly #options: ReadonlyMap<T, HTMLOptionElement>;
  readonly #usual: T;

  /** @param values in the order of the list; the first is the usual one, and any other is marked in a narrow page */
  constructor(face: PickerFace, values: readonly [T, ...T[]], onPick: (value: T) => void) {
    this.#usual = values[0];
    this.#options = new Map(values.map((value) => [value, element('option', { value })]));
    this.#select = element(
      'select',
      { id: face.id, title: face.name, 'aria-label': face.name },
      ...this.#options.values(),
    );
    this.element = element('span', { class: 'picker' }, icon(face.icon), this.#select, icon('chevron-down'));
    this.#select.addEventListener('change', () => {
      this.#mark();
      onPick(this.#select.value as T);
    });
  }

  get value(): T {
    return this.#select.value as T;
  }

  set value(value: T) {
    this.#select.value = value;
    this.#mark();
  }

  /** Sets the texts of the list. Entries that `isIdle` are left out of it, unless one is chosen. */
  label(texts: Readonly<Record<T, string>>, isIdle: (value: T) => boolean = () => false): void {
    for (const [value, option] of this.#options) {
      // The open list of a browser closes when its options change.
      if (option.textContent !== texts[value]) option.textContent = texts[value];
      option.hidden = isIdle(value) && this.value !== value;
    }
  }

  #mark(): void {
    this.element.classList.toggle('picked', this.#select.value !== this.#usual);
  }
}
