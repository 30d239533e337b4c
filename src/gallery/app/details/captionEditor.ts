import type {
  CaptionMessage,
  DetailsFromPage,
  DetailsStrings,
  ReadOnlyCause,
} from '../../messages/detailsMessages.js';
import { visible } from '../../../operations/texts/outsideWords.js';
import { element, icon, linkButton } from '../elements/element.js';
import { keepEditingKeys } from '../elements/fieldKeys.js';

type ResolvingAct = Extract<DetailsFromPage, { type: 'resolveCaption' }>['act'];

export interface CaptionEditorActions {
  edit(text: string, revision: number): void;
  save(): void;
  saveAndGoOn(): void;
  resolve(act: ResolvingAct): void;
  /** The user leaves the field with Escape. */
  leave(): void;
}

/** The caption as text that is edited in place. Every change goes to the extension at once, which keeps and saves it. */
export class CaptionEditor {
  readonly element: HTMLElement;
  readonly #strings: DetailsStrings;
  readonly #actions: CaptionEditorActions;
  readonly #field: HTMLTextAreaElement;
  readonly #file = element('span', { class: 'caption-file' });
  readonly #dirty: HTMLElement;
  readonly #note = element('div', { class: 'caption-note', role: 'status', hidden: true });
  readonly #noteText = element('span');
  readonly #answers: readonly { readonly button: HTMLButtonElement; readonly on: 'conflict' | 'emptied' }[];
  /** Of the text in the field; -1: none has come for this image. */
  #revision = -1;
  #isComposing = false;

  constructor(strings: DetailsStrings, actions: CaptionEditorActions) {
    this.#strings = strings;
    this.#actions = actions;
    this.#field = element('textarea', {
      id: 'caption-field',
      'aria-label': strings.caption,
      spellcheck: 'false',
      autocomplete: 'off',
      readonly: true,
    });
    this.#dirty = element(
      'span',
      { class: 'caption-dirty', title: strings.unsaved, hidden: true },
      icon('circle-filled'),
    );
    const answer = (id: string, text: string, act: ResolvingAct): HTMLButtonElement => {
      const button = linkButton(id, text);
      button.addEventListener('click', () => actions.resolve(act));
      return button;
    };
    this.#answers = [
      { on: 'conflict', button: answer('keep-mine', strings.keepMine, 'mine') },
      { on: 'conflict', button: answer('take-theirs', strings.takeTheirs, 'theirs') },
      { on: 'conflict', button: answer('compare-caption', strings.compare, 'compare') },
      { on: 'emptied', button: answer('delete-caption', strings.deleteCaption, 'delete') },
      { on: 'emptied', button: answer('keep-old-text', strings.keepOldText, 'theirs') },
    ];
    this.#note.append(this.#noteText, ...this.#answers.map(({ button }) => button));
    this.element = element(
      'div',
      { class: 'caption-editor' },
      element('div', { class: 'caption-head' }, this.#file, this.#dirty),
      this.#field,
      this.#note,
    );
    this.#listen();
  }

  /** Another image: until its caption comes, what is known of it is shown and cannot be edited. */
  show(known: string | null): void {
    this.#revision = -1;
    this.#field.readOnly = true;
    this.#field.value = known ?? '';
    this.#field.placeholder = '';
    this.#file.textContent = '';
    this.#dirty.hidden = true;
    this.#note.hidden = true;
  }

  receive(message: CaptionMessage): void {
    const { revision, text, file, exists, isDirty, isInEditor, readOnly } = message;
    if (revision > this.#revision && !this.#isComposing) this.#replace(text, revision);
    this.#field.readOnly = readOnly !== null;
    this.#field.placeholder = exists ? '' : this.#strings.addCaption;
    this.#file.textContent = visible(file.slice(file.lastIndexOf('/') + 1));
    this.#file.title = visible(file);
    this.#file.classList.toggle('in-editor', isInEditor);
    this.#dirty.hidden = !isDirty;
    this.#showNote(message);
  }

  focus(): void {
    this.#field.focus();
  }

  get hasFocus(): boolean {
    return document.activeElement === this.#field;
  }

  /** The cursor stays behind the same letter, as far as the text before it is the same. */
  #replace(text: string, revision: number): void {
    const field = this.#field;
    this.#revision = revision;
    if (field.value === text) return;
    const { selectionStart, selectionEnd, scrollTop, value } = field;
    const grown = text.length - value.length;
    const isBefore = (offset: number): boolean => text.startsWith(value.slice(0, offset));
    field.value = text;
    const moved = (offset: number): number => (isBefore(offset) ? offset : Math.max(0, offset + grown));
    field.setSelectionRange(moved(selectionStart), moved(selectionEnd));
    field.scrollTop = scrollTop;
  }

  #showNote(message: CaptionMessage): void {
    const text = this.#noteOf(message);
    this.#note.hidden = text === undefined;
    // In a live region, setting the same text again would be read out again.
    if (this.#noteText.textContent !== (text ?? '')) this.#noteText.textContent = text ?? '';
    this.#note.classList.toggle('serious', message.problem !== null || message.conflict !== null);
    const asked = message.conflict !== null ? 'conflict' : message.isEmptied ? 'emptied' : undefined;
    for (const { button, on } of this.#answers) button.hidden = on !== asked;
  }

  #noteOf({ readOnly, conflict, problem, isEmptied, isInEditor }: CaptionMessage): string | undefined {
    const { conflictChanged, conflictRemoved, emptied, inEditor } = this.#strings;
    if (conflict !== null) return conflict === 'changed' ? conflictChanged : conflictRemoved;
    if (problem !== null) return problem;
    if (readOnly !== null) return this.#reasonOf(readOnly);
    if (isEmptied) return emptied;
    return isInEditor ? inEditor : undefined;
  }

  #reasonOf(cause: ReadOnlyCause): string {
    const { notUtf8, binary, tooLarge, unreadable } = this.#strings;
    return { 'not-utf8': notUtf8, binary, 'too-large': tooLarge, unreadable }[cause];
  }

  #listen(): void {
    const field = this.#field;
    const send = (): void => {
      if (!this.#isComposing && this.#revision >= 0) this.#actions.edit(field.value, this.#revision);
    };
    field.addEventListener('input', send);
    field.addEventListener('compositionstart', () => (this.#isComposing = true));
    field.addEventListener('compositionend', () => {
      this.#isComposing = false;
      send();
    });
    field.addEventListener('blur', () => this.#actions.save());
    field.addEventListener('keydown', (event) => this.#key(event));
    keepEditingKeys(field);
  }

  #key(event: KeyboardEvent): void {
    // The keys of a composition are the browser's.
    if (event.isComposing) return;
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === 's') {
      this.#actions.save();
      return;
    }
    if (command && event.key === 'Enter') this.#actions.saveAndGoOn();
    else if (event.key === 'Escape') this.#actions.leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
