import { visible } from '../../../operations/texts/outsideWords.js';
import { element, icon } from '../elements/element.js';
import type { ShownFolder } from '../images/shownImages.js';

/** The heading of a folder. The grid reuses it for other folders as it scrolls. */
export class FolderHeading {
  readonly element: HTMLElement;
  readonly #chevron = icon('chevron-down');
  readonly #name = element('span', { class: 'folder-name' });
  readonly #count = element('span', { class: 'folder-count' });

  constructor(id: string) {
    this.element = element(
      'div',
      { id, class: 'folder-heading', role: 'treeitem', 'aria-level': 1 },
      this.#chevron,
      this.#name,
      this.#count,
    );
  }

  place(y: number): void {
    this.element.style.transform = `translate(0, ${y}px)`;
  }

  show({ folder, isFolded }: ShownFolder, count: string, active: boolean): void {
    const name = visible(folder ?? '');
    this.element.dataset['folder'] = folder ?? '';
    this.element.ariaExpanded = String(!isFolded);
    this.element.ariaLabel = `${name}, ${count}`;
    this.element.classList.toggle('active', active);
    this.#chevron.classList.toggle('codicon-chevron-right', isFolded);
    this.#chevron.classList.toggle('codicon-chevron-down', !isFolded);
    this.#name.textContent = name;
    this.#name.title = name;
    this.#count.textContent = count;
  }
}
