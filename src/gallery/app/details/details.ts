import type { CaptionMessage, DetailsFromPage, PictureMessage } from '../../messages/detailsMessages.js';
import type { GalleryImage, GalleryStrings } from '../../messages/protocol.js';
import { visible } from '../../../operations/texts/outsideWords.js';
import { element, iconButton, linkButton } from '../elements/element.js';
import type { TextFormat } from '../controls/textFormat.js';
import { CaptionEditor } from './captionEditor.js';
import { fileSize } from './fileSize.js';
import { Picture } from './picture.js';

export interface DetailsActions {
  post(message: DetailsFromPage): void;
  /** Goes to the image that many places on, in the shown order. */
  step(by: 1 | -1): void;
  openImage(path: string): void;
  openCaption(path: string): void;
  close(): void;
  toGrid(): void;
}

/** Where an image stands among the shown ones. */
export interface Place {
  readonly index: number;
  readonly count: number;
}

/** One image beside the grid: its picture, what the file is, and its caption, which is edited in place. */
export class Details {
  readonly element: HTMLElement;
  readonly #strings: GalleryStrings;
  readonly #format: TextFormat;
  readonly #actions: DetailsActions;
  readonly #picture: Picture;
  readonly #caption: CaptionEditor;
  readonly #name = element('span', { class: 'details-name' });
  readonly #place = element('span', { class: 'details-place' });
  readonly #state = element('div', { class: 'details-state' });
  readonly #facts = element('div', { class: 'details-facts' });
  readonly #previous: HTMLButtonElement;
  readonly #next: HTMLButtonElement;
  #image: GalleryImage | undefined;
  #fileSize: number | undefined;
  #pixels: { readonly width: number; readonly height: number } | undefined;

  constructor(strings: GalleryStrings, format: TextFormat, actions: DetailsActions) {
    this.#strings = strings;
    this.#format = format;
    this.#actions = actions;
    const { details } = strings;
    this.#picture = new Picture(details, (size) => {
      this.#pixels = size ?? this.#pixels;
      this.#showFacts();
    });
    this.#caption = new CaptionEditor(details, this.#captionActions());
    this.#previous = iconButton('previous-image', 'chevron-left', details.previous);
    this.#previous.addEventListener('click', () => actions.step(-1));
    this.#next = iconButton('next-image', 'chevron-right', details.next);
    this.#next.addEventListener('click', () => actions.step(1));
    this.element = this.#build();
  }

  /** Path of the shown image. */
  get path(): string | undefined {
    return this.#image?.path;
  }

  /** Shows an image; `undefined`: none is left. `thumbnail`: shown until the picture has come. */
  show(image: GalleryImage | undefined, place: Place, thumbnail: string | undefined): void {
    const before = this.#image;
    this.#image = image;
    this.#place.textContent =
      image === undefined
        ? ''
        : this.#format.fill(this.#strings.details.position, place.index + 1, place.count);
    this.#previous.disabled = place.index <= 0;
    this.#next.disabled = place.index >= place.count - 1;
    this.#showState(image);
    if (image?.path === before?.path) return;
    this.#name.textContent = visible(image?.path ?? '');
    this.#name.title = visible(image?.path ?? '');
    this.#fileSize = undefined;
    this.#pixels = undefined;
    this.#showFacts();
    this.#picture.show(thumbnail);
    this.#caption.show(image?.caption ?? null);
    this.#actions.post({ type: 'showDetails', path: image?.path ?? null });
  }

  /** Forgets the image, whose caption the extension saves. */
  close(): void {
    if (this.#image === undefined) return;
    this.#image = undefined;
    this.#actions.post({ type: 'showDetails', path: null });
  }

  receive(message: PictureMessage | CaptionMessage): void {
    if (message.path !== this.#image?.path) return;
    if (message.type === 'caption') {
      this.#caption.receive(message);
      return;
    }
    this.#fileSize = message.fileSize;
    this.#pixels = message.size ?? this.#pixels;
    this.#picture.receive(message);
    this.#showFacts();
  }

  /** Whether the caption is being edited. */
  get hasFocus(): boolean {
    return this.#caption.hasFocus;
  }

  focusCaption(): void {
    this.#caption.focus();
  }

  #captionActions(): ConstructorParameters<typeof CaptionEditor>[1] {
    const post = (make: (path: string) => DetailsFromPage): void => {
      if (this.#image !== undefined) this.#actions.post(make(this.#image.path));
    };
    const save = (): void => post((path) => ({ type: 'saveCaption', path }));
    return {
      edit: (text, revision) => post((path) => ({ type: 'editCaption', path, text, revision })),
      save,
      saveAndGoOn: () => {
        save();
        this.#actions.step(1);
      },
      resolve: (act) => post((path) => ({ type: 'resolveCaption', path, act })),
      leave: () => this.#actions.toGrid(),
    };
  }

  #showState(image: GalleryImage | undefined): void {
    const { syncState = null, stateReason } = image ?? {};
    const text = syncState === null ? '' : this.#strings.syncStates[syncState];
    this.#state.textContent = stateReason === undefined ? text : `${text}: ${visible(stateReason)}`;
  }

  #showFacts(): void {
    const facts = [
      this.#pixels &&
        this.#format.fill(this.#strings.details.pixels, this.#pixels.width, this.#pixels.height),
      this.#fileSize === undefined ? undefined : fileSize(this.#fileSize, this.#format),
    ];
    this.#facts.textContent = facts.filter((fact) => fact !== undefined).join(' · ');
  }

  #build(): HTMLElement {
    const { details } = this.#strings;
    const close = iconButton('close-details', 'close', details.close);
    close.addEventListener('click', () => this.#actions.close());
    const open = (id: string, text: string, act: (path: string) => void): HTMLButtonElement => {
      const button = linkButton(id, text);
      button.addEventListener('click', () => {
        if (this.#image !== undefined) act(this.#image.path);
      });
      return button;
    };
    const actions = this.#actions;
    return element(
      'aside',
      { id: 'details', 'aria-label': details.details, hidden: true },
      element(
        'div',
        { class: 'details-head' },
        this.#previous,
        this.#next,
        this.#place,
        this.#picture.controls,
        close,
      ),
      this.#picture.element,
      element('div', { class: 'details-title' }, this.#name, this.#facts, this.#state),
      this.#caption.element,
      element(
        'div',
        { class: 'details-links' },
        open('open-image', details.openImage, (path) => actions.openImage(path)),
        open('open-caption', details.openCaption, (path) => actions.openCaption(path)),
      ),
    );
  }
}
