import type { GalleryStrings } from '../../messages/protocol.js';
import { element, icon, iconButton } from '../elements/element.js';
import { keepEditingKeys } from '../elements/fieldKeys.js';
import type { TextFormat } from './textFormat.js';

export interface SearchActions {
  search(text: string): void;
  /** Leaves the field for the cards. */
  toGrid(): void;
}

/** The search field, with the number of matches in it. */
export class SearchField {
  readonly element: HTMLElement;
  readonly #strings: GalleryStrings;
  readonly #format: TextFormat;
  readonly #actions: SearchActions;
  readonly #input: HTMLInputElement;
  readonly #hits = element('span', { class: 'hits' });
  readonly #ofAll = element('span', { class: 'of-all' });
  readonly #count = element('span', { id: 'hit-count', 'aria-hidden': 'true' }, this.#hits, this.#ofAll);
  readonly #clear: HTMLButtonElement;

  constructor(strings: GalleryStrings, format: TextFormat, actions: SearchActions) {
    this.#strings = strings;
    this.#format = format;
    this.#actions = actions;
    this.#input = element('input', {
      id: 'search',
      type: 'text',
      title: strings.searchTooltip,
      placeholder: strings.searchPlaceholder,
      'aria-label': strings.searchLabel,
      spellcheck: 'false',
      autocomplete: 'off',
    });
    keepEditingKeys(this.#input);
    this.#clear = iconButton('clear-search', 'close', strings.clearSearch);
    this.element = element(
      'span',
      { class: 'search' },
      icon('search'),
      this.#input,
      this.#count,
      this.#clear,
    );
    this.showHits(null);
    this.text = '';
    this.#listen();
  }

  set text(text: string) {
    this.#input.value = text;
    this.#clear.hidden = text === '';
  }

  /** Shows how many images match; `null`: nothing is filtered. */
  showHits(hits: { readonly shown: number; readonly all: number } | null): void {
    this.#count.hidden = hits === null;
    if (hits === null) return;
    this.#hits.textContent = this.#format.fill('{0}', hits.shown);
    this.#ofAll.textContent = this.#format.fill(this.#strings.ofAll, hits.all);
    this.#count.title = this.#format.fill(this.#strings.shown, hits.shown, hits.all);
  }

  focus(): void {
    this.#input.focus();
    this.#input.select();
  }

  #listen(): void {
    this.#input.addEventListener('input', () => this.#searchFor(this.#input.value));
    this.#input.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#input.value !== '') this.#searchFor('');
      else if (event.key === 'ArrowDown' || event.key === 'Enter' || event.key === 'Escape')
        this.#actions.toGrid();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.#clear.addEventListener('click', () => {
      this.#searchFor('');
      this.#input.focus();
    });
  }

  #searchFor(text: string): void {
    this.text = text;
    this.#actions.search(text);
  }
}
