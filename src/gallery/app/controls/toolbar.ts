import type { GalleryStrings } from '../../messages/protocol.js';
import { SORTS, type Sort } from '../../messages/sorts.js';
import { element, icon, iconButton } from '../elements/element.js';
import { OneTabStop } from '../elements/oneTabStop.js';
import { FILTERS, type Filter } from '../images/imageFilter.js';
import { Picker } from './picker.js';
import { SearchField } from './searchField.js';
import type { TextFormat } from './textFormat.js';

export interface ToolbarActions {
  syncToS3(): void;
  syncFromS3(): void;
  previewSync(): void;
  undoLastSync(): void;
  filter(filter: Filter): void;
  sort(sort: Sort): void;
  search(text: string): void;
  toGrid(): void;
}

export interface ToolbarSettings {
  readonly filter: Filter;
  readonly sort: Sort;
  readonly search: string;
}

/** Filters that are offered to every style. */
const ALWAYS_OFFERED: ReadonlySet<Filter> = new Set<Filter>(['all', 'captioned', 'uncaptioned']);

/** The toolbar: sync, undo and the menu of the gallery; filter, sort and search. One row, in a narrow page of icons. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #strings: GalleryStrings;
  readonly #format: TextFormat;
  readonly #toS3Label = element('span', { class: 'label' });
  readonly #toS3: HTMLButtonElement;
  readonly #fromS3: HTMLButtonElement;
  readonly #preview: HTMLButtonElement;
  readonly #undo: HTMLButtonElement;
  readonly #more: HTMLButtonElement;
  readonly #filter: Picker<Filter>;
  readonly #sort: Picker<Sort>;
  readonly #search: SearchField;

  constructor(
    strings: GalleryStrings,
    format: TextFormat,
    actions: ToolbarActions,
    settings: ToolbarSettings,
  ) {
    this.#strings = strings;
    this.#format = format;
    this.#toS3 = element(
      'button',
      { id: 'sync-to-s3', type: 'button', class: 'button primary' },
      icon('cloud-upload'),
      this.#toS3Label,
    );
    this.#fromS3 = element(
      'button',
      {
        id: 'sync-from-s3',
        type: 'button',
        class: 'button',
        title: strings.syncFromS3Tooltip,
        'aria-label': strings.syncFromS3,
      },
      icon('cloud-download'),
      element('span', { class: 'label' }, strings.syncFromS3),
    );
    this.#preview = iconButton('preview-sync', 'list-selection', strings.previewSync);
    this.#undo = iconButton('undo-last-sync', 'discard', strings.undoLastSync);
    this.#more = iconButton('more', 'ellipsis', strings.more);
    this.#more.ariaHasPopup = 'menu';
    const { filter, sort } = strings;
    this.#filter = new Picker({ id: 'filter', icon: 'filter', name: filter }, FILTERS, (value) =>
      actions.filter(value),
    );
    this.#filter.value = settings.filter;
    this.#sort = new Picker({ id: 'sort', icon: 'sort-precedence', name: sort }, SORTS, (value) =>
      actions.sort(value),
    );
    this.#sort.label(strings.sorts);
    this.#sort.value = settings.sort;
    this.#search = new SearchField(strings, format, actions);
    this.#search.text = settings.search;
    this.element = this.#build();
    new OneTabStop(this.element);
    this.#listen(actions);
  }

  /** `selected`: the number of selected images; with any, the upload button syncs only those. */
  showSync(selected: number, running: boolean): void {
    const format = this.#format;
    const { syncToS3, syncSelectedToS3, syncToS3Tooltip, syncSelectedToS3Tooltip } = this.#strings;
    const label = selected > 0 ? format.fill(syncSelectedToS3, selected) : syncToS3;
    this.#toS3Label.textContent = label;
    this.#toS3.ariaLabel = label;
    // What remains of the label in a narrow page.
    this.#toS3.dataset['count'] = selected > 0 ? format.fill('{0}', selected) : '';
    this.#toS3.title = selected > 0 ? format.fill(syncSelectedToS3Tooltip, selected) : syncToS3Tooltip;
    this.#toS3.disabled = running;
    this.#fromS3.disabled = running;
    this.#preview.disabled = running;
    this.#undo.disabled = running;
  }

  showCounts(counts: Readonly<Record<Filter, number>>): void {
    const texts = Object.fromEntries(
      FILTERS.map((filter) => [filter, this.#format.fill(this.#strings.filters[filter], counts[filter])]),
    ) as Record<Filter, string>;
    // What a style has none of would make the list long.
    this.#filter.label(texts, (filter) => !ALWAYS_OFFERED.has(filter) && counts[filter] === 0);
  }

  showHits: SearchField['showHits'] = (hits) => this.#search.showHits(hits);

  /** Resets the controls so that they filter nothing. */
  clearFilter(): void {
    this.#filter.value = 'all';
    this.#search.text = '';
  }

  focusSearch(): void {
    this.#search.focus();
  }

  #build(): HTMLElement {
    return element(
      'div',
      { id: 'toolbar', class: 'bar', role: 'toolbar', 'aria-label': this.#strings.actions },
      element(
        'div',
        { class: 'group sync-buttons' },
        this.#toS3,
        this.#fromS3,
        this.#preview,
        this.#undo,
        this.#more,
      ),
      element('div', { class: 'group find' }, this.#filter.element, this.#sort.element, this.#search.element),
    );
  }

  #listen(actions: ToolbarActions): void {
    this.#toS3.addEventListener('click', () => actions.syncToS3());
    this.#fromS3.addEventListener('click', () => actions.syncFromS3());
    this.#preview.addEventListener('click', () => actions.previewSync());
    this.#undo.addEventListener('click', () => actions.undoLastSync());
    this.#more.addEventListener('click', () => openMenuBelow(this.#more));
  }
}

/** Opens VS Code's context menu for an element, below it, as a menu of a button. */
function openMenuBelow(button: HTMLElement): void {
  const { left, bottom } = button.getBoundingClientRect();
  const at = { clientX: left, clientY: bottom };
  button.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }));
}
