import { THUMBNAIL_SIZE, type GalleryStrings } from '../../messages/protocol.js';
import { element, icon, iconButton } from '../elements/element.js';
import { keepEditingKeys } from '../elements/fieldKeys.js';
import { FILTERS, type Filter } from '../images/imageFilter.js';
import type { TextFormat } from './textFormat.js';

export interface ToolbarActions {
  syncToS3(): void;
  syncFromS3(): void;
  previewSync(): void;
  undoLastSync(): void;
  filter(filter: Filter): void;
  search(text: string): void;
  resize(thumbnailSize: number): void;
  /** Called with the final size, when the user releases the slider or clicks a button. */
  resized(thumbnailSize: number): void;
  refresh(): void;
  toggleDetails(): void;
  toGrid(): void;
}

export interface ToolbarSettings {
  readonly filter: Filter;
  readonly search: string;
  readonly thumbnailSize: number;
}

const ALWAYS_OFFERED: ReadonlySet<Filter> = new Set<Filter>(['all', 'captioned', 'uncaptioned']);

/** The toolbar: sync and undo, filter, search, thumbnail size, refresh. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #strings: GalleryStrings;
  readonly #format: TextFormat;
  readonly #actions: ToolbarActions;
  readonly #toS3Label = element('span');
  readonly #toS3: HTMLButtonElement;
  readonly #fromS3: HTMLButtonElement;
  readonly #preview: HTMLButtonElement;
  readonly #undo: HTMLButtonElement;
  readonly #options: Readonly<Record<Filter, HTMLOptionElement>>;
  readonly #filter: HTMLSelectElement;
  readonly #search: HTMLInputElement;
  readonly #hits = element('span', { id: 'hit-count', 'aria-hidden': 'true' });
  readonly #clearSearch: HTMLButtonElement;
  readonly #size: HTMLInputElement;
  readonly #details: HTMLButtonElement;

  constructor(
    strings: GalleryStrings,
    format: TextFormat,
    actions: ToolbarActions,
    settings: ToolbarSettings,
  ) {
    this.#strings = strings;
    this.#format = format;
    this.#actions = actions;
    this.#toS3 = element(
      'button',
      { id: 'sync-to-s3', type: 'button', class: 'button primary' },
      icon('cloud-upload'),
      this.#toS3Label,
    );
    this.#fromS3 = element(
      'button',
      { id: 'sync-from-s3', type: 'button', class: 'button', title: strings.syncFromS3Tooltip },
      icon('cloud-download'),
      element('span', {}, strings.syncFromS3),
    );
    this.#preview = iconButton('preview-sync', 'list-selection', strings.previewSync);
    this.#undo = iconButton('undo-last-sync', 'discard', strings.undoLastSync);
    this.#details = iconButton('toggle-details', 'layout-sidebar-right', strings.details.showDetails);
    this.#options = Object.fromEntries(
      FILTERS.map((filter) => [filter, element('option', { value: filter })]),
    ) as Record<Filter, HTMLOptionElement>;
    this.#filter = element('select', { id: 'filter' }, ...FILTERS.map((filter) => this.#options[filter]));
    this.#filter.value = settings.filter;
    this.#search = element('input', {
      id: 'search',
      type: 'text',
      placeholder: strings.searchPlaceholder,
      'aria-label': strings.searchLabel,
      spellcheck: 'false',
      autocomplete: 'off',
      value: settings.search,
    });
    keepEditingKeys(this.#search);
    this.#clearSearch = iconButton('clear-search', 'close', strings.clearSearch);
    this.#size = element('input', {
      id: 'thumbnail-size',
      type: 'range',
      min: THUMBNAIL_SIZE.min,
      max: THUMBNAIL_SIZE.max,
      step: THUMBNAIL_SIZE.step,
      value: settings.thumbnailSize,
      title: strings.thumbnailSize,
      'aria-label': strings.thumbnailSize,
    });
    this.element = this.#build();
    this.#showSearch();
    this.#listen();
  }

  /** `selected`: the number of selected images; with any, the upload button syncs only those. */
  showSync(selected: number, running: boolean): void {
    const format = this.#format;
    const { syncToS3, syncSelectedToS3, syncToS3Tooltip, syncSelectedToS3Tooltip } = this.#strings;
    this.#toS3Label.textContent = selected > 0 ? format.fill(syncSelectedToS3, selected) : syncToS3;
    this.#toS3.title = selected > 0 ? format.fill(syncSelectedToS3Tooltip, selected) : syncToS3Tooltip;
    this.#toS3.disabled = running;
    this.#fromS3.disabled = running;
    this.#preview.disabled = running;
    this.#undo.disabled = running;
  }

  showCounts(counts: Readonly<Record<Filter, number>>): void {
    for (const filter of FILTERS) {
      const option = this.#options[filter];
      option.textContent = this.#format.fill(this.#strings.filters[filter], counts[filter]);
      // What a style has none of would make the list long; the choice that is made stays visible.
      option.hidden = !ALWAYS_OFFERED.has(filter) && counts[filter] === 0 && this.#filter.value !== filter;
    }
  }

  /** Shows in the search field how many images match; `null`: nothing is filtered. */
  showHits(hits: { readonly shown: number; readonly all: number } | null): void {
    this.#hits.hidden = hits === null;
    if (hits === null) return;
    this.#hits.textContent = this.#format.fill(this.#strings.hitCount, hits.shown, hits.all);
    this.#hits.title = this.#format.fill(this.#strings.shown, hits.shown, hits.all);
  }

  /** Resets the controls so that they filter nothing. */
  clearFilter(): void {
    this.#filter.value = 'all';
    this.#search.value = '';
    this.#showSearch();
  }

  showDetails(open: boolean): void {
    this.#details.ariaPressed = String(open);
  }

  focusSearch(): void {
    this.#search.focus();
    this.#search.select();
  }

  #build(): HTMLElement {
    const { actions, filter, smaller, larger, refresh } = this.#strings;
    const step = (id: string, iconName: string, name: string, by: number): HTMLButtonElement => {
      const button = iconButton(id, iconName, name);
      button.addEventListener('click', () => this.#resizeTo(this.#size.valueAsNumber + by, true));
      return button;
    };
    const refreshButton = iconButton('refresh', 'refresh', refresh);
    refreshButton.addEventListener('click', () => this.#actions.refresh());
    return element(
      'div',
      { id: 'toolbar', role: 'toolbar', 'aria-label': actions },
      element('div', { class: 'group sync-buttons' }, this.#toS3, this.#fromS3, this.#preview, this.#undo),
      element(
        'div',
        { class: 'group find' },
        element('label', { for: 'filter' }, `${filter}:`),
        element('span', { class: 'select' }, this.#filter, icon('chevron-down')),
        element('span', { class: 'search' }, icon('search'), this.#search, this.#hits, this.#clearSearch),
      ),
      element(
        'div',
        { class: 'group view' },
        step('smaller', 'zoom-out', smaller, -2 * THUMBNAIL_SIZE.step),
        this.#size,
        step('larger', 'zoom-in', larger, 2 * THUMBNAIL_SIZE.step),
        refreshButton,
        this.#details,
      ),
    );
  }

  #listen(): void {
    this.#toS3.addEventListener('click', () => this.#actions.syncToS3());
    this.#fromS3.addEventListener('click', () => this.#actions.syncFromS3());
    this.#preview.addEventListener('click', () => this.#actions.previewSync());
    this.#undo.addEventListener('click', () => this.#actions.undoLastSync());
    this.#details.addEventListener('click', () => this.#actions.toggleDetails());
    this.#filter.addEventListener('change', () => this.#actions.filter(this.#filter.value as Filter));
    this.#search.addEventListener('input', () => this.#searchFor(this.#search.value));
    this.#search.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#search.value !== '') this.#searchFor('');
      else if (event.key === 'ArrowDown' || event.key === 'Enter') this.#actions.toGrid();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.#clearSearch.addEventListener('click', () => {
      this.#searchFor('');
      this.#search.focus();
    });
    this.#size.addEventListener('input', () => this.#resizeTo(this.#size.valueAsNumber, false));
    this.#size.addEventListener('change', () => this.#actions.resized(this.#size.valueAsNumber));
  }

  #searchFor(text: string): void {
    this.#search.value = text;
    this.#showSearch();
    this.#actions.search(text);
  }

  #showSearch(): void {
    this.#clearSearch.hidden = this.#search.value === '';
  }

  #resizeTo(size: number, atRest: boolean): void {
    // The range control clamps the size to its limits.
    this.#size.valueAsNumber = size;
    this.#actions.resize(this.#size.valueAsNumber);
    if (atRest) this.#actions.resized(this.#size.valueAsNumber);
  }
}
