import type { ToPage } from '../../messages/protocol.js';
import { element } from '../elements/element.js';

/** The line above the toolbar: the style's name, how many images it has, and where it stands with S3. */
export class HeadLine {
  readonly #name = element('span', { class: 'head-name' });
  readonly #counts = element('span', { class: 'head-counts' });
  readonly #standing = element('span', { class: 'head-standing' });
  readonly element = element(
    'div',
    { id: 'head-line', role: 'status' },
    this.#name,
    this.#counts,
    this.#standing,
  );

  show({ name, counts, standing }: Extract<ToPage, { type: 'head' }>): void {
    this.#name.textContent = name;
    this.#name.title = name;
    this.#counts.textContent = counts;
    this.#counts.hidden = counts === '';
    this.#standing.textContent = standing?.text ?? '';
    this.#standing.hidden = standing === null;
    this.#standing.classList.toggle('needs-sync', standing?.needsSync === true);
  }
}
