import { element, linkButton } from '../elements/element.js';

/** One action that a notice offers. */
export interface NoticeLink {
  readonly id: string;
  readonly text: string;
  act(): void;
}

/** Replaces the grid when there is nothing to show: one sentence and the actions that help. */
export class Notice {
  readonly element = element('div', { id: 'notice', hidden: true, role: 'status' });
  #shown = '';

  show(sentence: string, links: readonly NoticeLink[] = []): void {
    this.element.hidden = false;
    // In a live region, setting the same text again would be read out again, and a focused link would lose the focus.
    const key = JSON.stringify([sentence, links]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.element.replaceChildren(
      element('span', { class: 'notice-text' }, sentence),
      ...links.map((link) => {
        const button = linkButton(link.id, link.text);
        button.addEventListener('click', () => link.act());
        return button;
      }),
    );
  }

  /** Focuses the first action, if there is one. */
  focus(): void {
    this.element.querySelector('button')?.focus();
  }

  hide(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
    this.#shown = '';
  }
}
