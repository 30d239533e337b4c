import { element, linkButton } from '../elements/element.js';

/** One thing that can be done about what a notice says. */
export interface NoticeLink {
  readonly id: string;
  readonly text: string;
  act(): void;
}

/** Stands in the grid's place when there is nothing to show: one sentence and what to do. */
export class Notice {
  readonly element = element('div', { id: 'notice', hidden: true, role: 'status' });
  #shown = '';

  show(sentence: string, links: readonly NoticeLink[] = []): void {
    this.element.hidden = false;
    // A live region: the same words again would be read out again, and a link would lose its focus.
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

  hide(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
    this.#shown = '';
  }
}
