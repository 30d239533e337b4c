import { hasCode, SyncError } from '../../core/errors.js';
import { mergeCaption } from '../../merge/mergeCaption.js';
import { fieldTextOf, saysNothing, withFieldText } from './captionBytes.js';
import type { CaptionDisk, Draft, DraftKeeper, OpenCaption, StoredCaption } from './captionPorts.js';
import type { CaptionMessage } from '../messages/detailsMessages.js';

/** What the page is told of a field, without the names of its image and file. */
export type FieldState = Omit<CaptionMessage, 'type' | 'path' | 'file'>;

interface Ports {
  readonly disk: CaptionDisk;
  readonly drafts: DraftKeeper;
  /** The caption in an editor; `undefined`: it is not open. */
  readonly editor: () => OpenCaption | undefined;
  /** The sentence of an error. */
  readonly describe: (error: unknown) => string;
  readonly onChange: (state: FieldState) => void;
}

/**
 * The caption of one image while it is edited beside its picture. The truth is the open editor's text where there is
 * one, otherwise the draft that was typed here, otherwise the file. Its acts run one after the other; none rejects.
 */
export class CaptionField {
  readonly #ports: Ports;
  #stored: StoredCaption | undefined;
  #problem: string | undefined;
  #isUnreadable = false;
  #isEmptied = false;
  /** Counts the texts that did not come from the page. */
  #revision = 0;
  /** The text that the page has by now, and the one that it had at the revision before. */
  #pageText = '';
  #earlierPageText = '';
  #last: Promise<void> = Promise.resolve();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Whether there is text here that is not on disk and in no editor. */
  get hasDraft(): boolean {
    return this.#ports.drafts.get() !== undefined;
  }

  /** Looks at file and editor, and tells the page what it finds. */
  look(): Promise<void> {
    return this.#next(() => this.#look());
  }

  /** Takes the text of the page's field. `revision`: of the text that was edited. */
  edit(field: string, revision: number): Promise<void> {
    return this.#next(() => this.#edit(field, revision));
  }

  /** Writes what is unsaved, unless that needs a decision: then it stays unsaved. */
  save(): Promise<void> {
    return this.#next(() => this.#save());
  }

  /** Answers a conflict. */
  resolve(keep: 'mine' | 'theirs'): Promise<void> {
    return this.#next(() => (keep === 'mine' ? this.#keepMine() : this.#takeTheirs()));
  }

  #next(act: () => Promise<void>): Promise<void> {
    this.#last = this.#last
      .then(act)
      .catch((error: unknown) => {
        this.#problem = this.#ports.describe(error);
      })
      .then(() => this.#tell());
    return this.#last;
  }

  get #draft(): Draft | undefined {
    return this.#ports.drafts.get();
  }

  async #look(): Promise<void> {
    await this.#readStored();
    const editor = this.#ports.editor();
    const draft = this.#draft;
    if (draft === undefined) return;
    if (editor !== undefined) {
      // The editor was opened on the file as it was when the typing began: what was typed goes into it.
      const isAsBefore = fieldTextOf(editor.text) === fieldTextOf(draft.base ?? '');
      if (isAsBefore && (await editor.replace(draft.text))) this.#setDraft(undefined);
    } else if (this.#stored?.text === draft.text) {
      this.#setDraft(undefined);
    } else if (this.#stored?.text === draft.base && this.#stored?.problem === undefined) {
      // The same text in another state of the file: somebody has only touched it.
      this.#setDraft({ ...draft, before: this.#stored?.file });
    }
  }

  async #readStored(): Promise<void> {
    try {
      this.#stored = await this.#ports.disk.read();
      this.#isUnreadable = false;
      if (!this.hasDraft) this.#problem = undefined;
    } catch (error) {
      // A file that is being written to is looked at again when it is done.
      if (hasCode(error, 'changed-during-sync')) return;
      this.#isUnreadable = true;
      this.#problem = this.#ports.describe(error);
    }
  }

  async #edit(field: string, revision: number): Promise<void> {
    if (this.#readOnly !== null) return;
    this.#problem = undefined;
    this.#isEmptied = false;
    const wanted = revision === this.#revision ? field : this.#rebased(field);
    if (revision === this.#revision) this.#pageText = field;
    if (wanted === undefined) {
      this.#contradict(field);
      return;
    }
    const editor = this.#ports.editor();
    if (editor !== undefined && this.#draft === undefined) {
      const text = withFieldText(editor.text, wanted);
      if (text === editor.text || (await editor.replace(text))) return;
    }
    this.#type(wanted);
  }

  /** An edit of a text that was replaced meanwhile, on the text of now; `undefined`: they contradict each other. */
  #rebased(field: string): string | undefined {
    const merge = mergeCaption(this.#earlierPageText, field, this.#pageText);
    return merge.clean ? merge.text : undefined;
  }

  /** The text is kept as one that was typed before the file changed, which is a conflict. */
  #contradict(field: string): void {
    const draft = this.#draft;
    const text = withFieldText(draft?.text ?? this.#stored?.text ?? '', field);
    this.#setDraft({ base: this.#earlierPageText, before: undefined, ...draft, text });
  }

  #type(field: string): void {
    const draft = this.#draft;
    const stored = this.#stored;
    if (field === fieldTextOf(stored?.text ?? '')) {
      this.#setDraft(undefined);
      return;
    }
    this.#setDraft({
      text: withFieldText(draft?.text ?? stored?.text ?? '', field),
      base: draft === undefined ? stored?.text : draft.base,
      before: draft === undefined ? stored?.file : draft.before,
    });
  }

  async #save(): Promise<void> {
    const editor = this.#ports.editor();
    const draft = this.#draft;
    if (draft === undefined) {
      if (editor?.isDirty === true) await this.#saveEditor(editor);
      return;
    }
    if (saysNothing(draft.text)) {
      if (draft.base === undefined) this.#setDraft(undefined);
      else this.#isEmptied = true;
      return;
    }
    if (this.#conflict === null) await this.#write(draft, true);
  }

  async #saveEditor(editor: OpenCaption): Promise<void> {
    if (saysNothing(editor.text)) {
      this.#isEmptied = true;
      return;
    }
    if (!(await editor.save())) throw new SyncError('unsaved-changes');
    await this.#readStored();
  }

  async #write(draft: Draft, mayLookAgain: boolean): Promise<void> {
    try {
      const file = await this.#ports.disk.write(draft.text, draft.before);
      this.#stored = { file, text: draft.text, problem: undefined };
      this.#setDraft(undefined);
      this.#problem = undefined;
      this.#isEmptied = false;
    } catch (error) {
      if (!hasCode(error, 'changed-during-sync')) throw error;
      await this.#look();
      const now = this.#draft;
      if (!mayLookAgain || now === undefined || this.#conflict !== null) return;
      await this.#write(now, false);
    }
  }

  async #keepMine(): Promise<void> {
    await this.#readStored();
    const draft = this.#draft;
    if (draft === undefined) return;
    const editor = this.#ports.editor();
    if (editor !== undefined) {
      if (await editor.replace(draft.text)) this.#setDraft(undefined);
      return;
    }
    this.#setDraft({ ...draft, base: this.#stored?.text, before: this.#stored?.file });
    await this.#save();
  }

  async #takeTheirs(): Promise<void> {
    await this.#readStored();
    this.#setDraft(undefined);
    this.#problem = undefined;
    this.#isEmptied = false;
  }

  #setDraft(draft: Draft | undefined): void {
    this.#ports.drafts.set(draft);
  }

  /** What became of the file since the typing began. */
  get #conflict(): 'changed' | 'removed' | null {
    const draft = this.#draft;
    if (draft === undefined) return null;
    const editor = this.#ports.editor();
    if (editor !== undefined) return 'changed';
    const stored = this.#stored;
    if (stored?.text === draft.base && stored?.problem === undefined) return null;
    return stored === undefined ? 'removed' : 'changed';
  }

  get #readOnly(): FieldState['readOnly'] {
    return this.#isUnreadable ? 'unreadable' : (this.#stored?.problem ?? null);
  }

  #tell(): void {
    const editor = this.#ports.editor();
    const draft = this.#draft;
    const stored = this.#stored;
    const text = fieldTextOf(draft?.text ?? editor?.text ?? stored?.text ?? '');
    if (text !== this.#pageText) {
      this.#earlierPageText = this.#pageText;
      this.#pageText = text;
      this.#revision++;
    }
    const isDirty = draft !== undefined || editor?.isDirty === true;
    if (!isDirty) this.#isEmptied = false;
    this.#ports.onChange({
      revision: this.#revision,
      text,
      exists: stored !== undefined || draft !== undefined || editor !== undefined,
      isDirty,
      isInEditor: editor !== undefined && draft === undefined,
      readOnly: this.#readOnly,
      conflict: this.#conflict,
      isEmptied: this.#isEmptied,
      problem: this.#problem ?? null,
    });
  }
}
