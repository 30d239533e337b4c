import type { GalleryStrings, SyncStatus, SyncSummary } from '../../messages/protocol.js';
import { element, icon, iconButton, linkButton } from '../elements/element.js';

export interface SyncBarActions {
  cancel(): void;
  /** Presses a button of the summary, by its index. */
  follow(action: number): void;
  dismiss(): void;
}

/** Shows the progress of the running sync with a Cancel button, or the result of the last one. */
export class SyncBar {
  readonly element: HTMLElement;
  readonly #progress: HTMLElement;
  readonly #bar: HTMLElement;
  readonly #value = element('div', { class: 'progress-value' });
  readonly #text = element('span', { class: 'sync-text' });
  readonly #cancel: HTMLButtonElement;
  readonly #summary: HTMLElement;
  readonly #icons: Readonly<Record<SyncSummary['outcome'], HTMLElement>> = {
    done: icon('pass'),
    attention: icon('warning'),
    failed: icon('error'),
    cancelled: icon('circle-slash'),
  };
  readonly #message = element('span', { class: 'sync-text' });
  readonly #actions = element('span', { class: 'sync-actions' });
  readonly #follow: (action: number) => void;
  /** The labels of the buttons on the page. */
  #shownActions = '';

  constructor(strings: GalleryStrings, actions: SyncBarActions) {
    this.#bar = element(
      'div',
      {
        class: 'progress-bar',
        role: 'progressbar',
        'aria-label': strings.syncProgress,
        'aria-valuemin': 0,
        'aria-valuemax': 100,
      },
      this.#value,
    );
    this.#cancel = element('button', { id: 'cancel-sync', type: 'button', class: 'button' }, strings.cancel);
    this.#cancel.addEventListener('click', () => {
      this.#cancel.disabled = true;
      actions.cancel();
    });
    this.#progress = element(
      'div',
      { id: 'sync-progress', hidden: true },
      this.#bar,
      element('div', { class: 'sync-line' }, this.#text, this.#cancel),
    );
    this.#follow = (action) => actions.follow(action);
    const dismiss = iconButton('dismiss-summary', 'close', strings.dismiss);
    dismiss.addEventListener('click', () => actions.dismiss());
    this.#summary = element(
      'div',
      { id: 'sync-summary', class: 'sync-line', hidden: true },
      ...Object.values(this.#icons),
      this.#message,
      this.#actions,
      dismiss,
    );
    this.element = element(
      'footer',
      { id: 'sync' },
      this.#progress,
      element('div', { role: 'status' }, this.#summary),
    );
  }

  show(sync: SyncStatus | null, summary: SyncSummary | null): void {
    if (sync === null) this.#cancel.disabled = false;
    else this.#showProgress(sync);
    this.#progress.hidden = sync === null;
    this.#summary.hidden = sync !== null || summary === null;
    if (summary !== null) {
      this.#message.textContent = summary.message;
      this.#message.title = summary.message;
      for (const [outcome, mark] of Object.entries(this.#icons)) mark.hidden = outcome !== summary.outcome;
      this.#showActions(summary.actions);
    }
  }

  /** Leaves the buttons alone where they are the same: one of them may have the focus. */
  #showActions(labels: readonly string[]): void {
    const key = JSON.stringify(labels);
    if (key === this.#shownActions) return;
    this.#shownActions = key;
    this.#actions.replaceChildren(
      ...labels.map((label, index) => {
        const button = linkButton(`summary-action-${String(index)}`, label);
        button.addEventListener('click', () => this.#follow(index));
        return button;
      }),
    );
  }

  #showProgress({ text, fraction }: SyncStatus): void {
    this.#text.textContent = text;
    this.#text.title = text;
    this.#bar.classList.toggle('indeterminate', fraction === null);
    this.#value.style.width = fraction === null ? '' : `${fraction * 100}%`;
    if (fraction === null) this.#bar.removeAttribute('aria-valuenow');
    else this.#bar.setAttribute('aria-valuenow', String(Math.round(fraction * 100)));
    this.#bar.setAttribute('aria-valuetext', text);
  }
}
