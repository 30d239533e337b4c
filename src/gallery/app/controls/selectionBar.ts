import type { GalleryStrings } from '../../messages/protocol.js';
import { element, icon, iconButton, linkButton } from '../elements/element.js';
import { OneTabStop } from '../elements/oneTabStop.js';
import type { TextFormat } from './textFormat.js';

export interface SelectionActions {
  selectAll(): void;
  clear(): void;
  setSyncDeletes(value: boolean): void;
  toggleDetails(): void;
}

export interface SelectionNumbers {
  readonly selected: number;
  readonly total: number;
  /** The number of selected images that the filter hides. */
  readonly hidden: number;
  readonly shown: number;
}

/**
 * Shows how many images are selected, with the actions on the selection, the checkbox of the Sync Deletes setting, the
 * size of the thumbnails, and the button of the details.
 */
export class SelectionBar {
  readonly element: HTMLElement;
  readonly #strings: GalleryStrings;
  readonly #format: TextFormat;
  readonly #countText = element('span', { class: 'label' });
  readonly #count = element('span', { id: 'selection-count', role: 'status' }, this.#countText);
  readonly #selectAll: HTMLButtonElement;
  readonly #clear: HTMLButtonElement;
  readonly #syncDeletes: HTMLInputElement;
  readonly #details: HTMLButtonElement;

  constructor(strings: GalleryStrings, format: TextFormat, actions: SelectionActions, sizes: HTMLElement) {
    this.#strings = strings;
    this.#format = format;
    this.#selectAll = linkButton('select-all', strings.selectAll, 'check-all');
    this.#selectAll.addEventListener('click', () => actions.selectAll());
    this.#clear = linkButton('clear-selection', strings.clear, 'clear-all');
    this.#clear.addEventListener('click', () => actions.clear());
    this.#syncDeletes = element('input', {
      id: 'sync-deletes',
      type: 'checkbox',
      title: strings.syncDeletesTooltip,
      'aria-description': strings.syncDeletesTooltip,
    });
    this.#syncDeletes.addEventListener('change', () => actions.setSyncDeletes(this.#syncDeletes.checked));
    this.#details = iconButton('toggle-details', 'layout-sidebar-right', strings.details.showDetails);
    this.#details.addEventListener('click', () => actions.toggleDetails());
    this.element = element(
      'div',
      { id: 'selection-actions', class: 'bar', role: 'toolbar', 'aria-label': strings.selectionActions },
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
      sizes,
      this.#details,
    );
    new OneTabStop(this.element);
  }

  show({ selected, total, hidden, shown }: SelectionNumbers): void {
    const { selected: some, selectedSomeHidden } = this.#strings;
    const text =
      hidden > 0
        ? this.#format.fill(selectedSomeHidden, selected, total, hidden)
        : this.#format.fill(some, selected, total);
    // In a live region, setting the same text again would be read out again.
    if (text !== this.#countText.textContent) {
      this.#countText.textContent = text;
      this.#count.title = text;
      // What remains of the text in a narrow page.
      this.#count.dataset['count'] = this.#format.fill(this.#strings.selectedAlone, selected);
    }
    this.#selectAll.disabled = shown === 0;
    this.#clear.disabled = selected === 0;
  }

  showSyncDeletes(value: boolean): void {
    this.#syncDeletes.checked = value;
  }

  showDetails(open: boolean): void {
    this.#details.ariaPressed = String(open);
  }
}
