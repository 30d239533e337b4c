import type { GalleryStrings } from '../../messages/protocol.js';
import { element, icon, linkButton } from '../elements/element.js';
import type { TextFormat } from './textFormat.js';

export interface SelectionActions {
  selectAll(): void;
  clear(): void;
  setSyncDeletes(value: boolean): void;
}

export interface SelectionNumbers {
  readonly selected: number;
  readonly total: number;
  /** The number of selected images that the filter hides. */
  readonly hidden: number;
  readonly shown: number;
}

/**
 * Shows how many images are selected, with the actions on the selection and the checkbox of the Sync Deletes setting.
 */
export class SelectionBar {
  readonly element: HTMLElement;
  readonly #strings: GalleryStrings;
  readonly #format: TextFormat;
  readonly #count = element('span', { id: 'selection-count', role: 'status' });
  readonly #selectAll: HTMLButtonElement;
  readonly #clear: HTMLButtonElement;
  readonly #syncDeletes: HTMLInputElement;

  constructor(strings: GalleryStrings, format: TextFormat, actions: SelectionActions) {
    this.#strings = strings;
    this.#format = format;
    this.#selectAll = linkButton('select-all', strings.selectAll);
    this.#selectAll.addEventListener('click', () => actions.selectAll());
    this.#clear = linkButton('clear-selection', strings.clear);
    this.#clear.addEventListener('click', () => actions.clear());
    this.#syncDeletes = element('input', {
      id: 'sync-deletes',
      type: 'checkbox',
      title: strings.syncDeletesTooltip,
      'aria-description': strings.syncDeletesTooltip,
    });
    this.#syncDeletes.addEventListener('change', () => actions.setSyncDeletes(this.#syncDeletes.checked));
    this.element = element(
      'div',
      { id: 'selection-actions', role: 'group', 'aria-label': strings.selectionActions },
      this.#count,
      this.#selectAll,
      this.#clear,
      element(
        'label',
        { class: 'checkbox', title: strings.syncDeletesTooltip },
        element('span', { class: 'checkbox-box' }, this.#syncDeletes, icon('check')),
        strings.syncDeletes,
        icon('info'),
      ),
    );
  }

  show({ selected, total, hidden, shown }: SelectionNumbers): void {
    const { selected: some, selectedSomeHidden } = this.#strings;
    const text =
      hidden > 0
        ? this.#format.fill(selectedSomeHidden, selected, total, hidden)
        : this.#format.fill(some, selected, total);
    // In a live region, setting the same text again would be read out again.
    if (text !== this.#count.textContent) this.#count.textContent = text;
    this.#selectAll.disabled = shown === 0;
    this.#clear.disabled = selected === 0;
  }

  showSyncDeletes(value: boolean): void {
    this.#syncDeletes.checked = value;
  }
}
