import * as vscode from 'vscode';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { asSyncError } from '../../core/errors.js';
import { TYPED_SCHEME } from '../../host/settings/ids.js';
import { showWarning, t } from '../../host/shown/messages.js';
import { fileInside, nameOf, pathInside, uriKey } from '../../host/style/uris.js';
import type { TypedCaptions } from '../../host/unsavedCaptions.js';
import { describeError } from '../../operations/texts/errorTexts.js';
import { captionDisk, type CaptionFiles } from './captionDisk.js';
import type { CaptionDrafts } from './captionDrafts.js';
import { CaptionField, type FieldState } from './captionField.js';
import { captionInEditor } from './editorCaption.js';

/** What is told of a field after each of its acts. */
export interface FieldChange {
  readonly field: CaptionField;
  readonly state: FieldState;
}

/**
 * The captions that are edited beside pictures, in all galleries of the window: one field for each, so that what one
 * writes is done before another looks. Runs treat their unsaved texts as those of editors.
 */
export class CaptionFields implements TypedCaptions, vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<FieldChange>();
  readonly onDidChangeField = this.#changed.event;
  readonly #typedChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeTyped = this.#typedChanged.event;
  /** By the URI of the caption. */
  readonly #fields = new Map<string, CaptionField>();
  readonly #provider: vscode.Disposable;
  #loading: Promise<void> | undefined;

  constructor(
    private readonly engine: CaptionFiles,
    private readonly drafts: CaptionDrafts,
  ) {
    this.#provider = vscode.workspace.registerTextDocumentContentProvider(TYPED_SCHEME, this);
  }

  /** Reads what an earlier window left. Never rejects. */
  load(): Promise<void> {
    this.#loading ??= this.drafts.load().then(() => {
      this.#typedChanged.fire();
      void this.#tellOfEarlier();
    });
    return this.#loading;
  }

  async #tellOfEarlier(): Promise<void> {
    const { captions } = this;
    const [first] = captions;
    if (first === undefined) return;
    const compare = t('Compare');
    const message =
      captions.length === 1
        ? t('What you typed for {0} in an earlier window is kept, but not in the file.', nameOf(first))
        : t(
            'What you typed for {0} captions in an earlier window is kept, but not in the files.',
            captions.length,
          );
    if ((await showWarning(message, compare)) !== compare) return;
    for (const caption of captions) await this.compare(caption, false);
  }

  /** The captions with text that is not in their files. */
  get captions(): readonly vscode.Uri[] {
    return this.drafts.captions.map((caption) => vscode.Uri.parse(caption, true));
  }

  /** The field of a caption. `folder`: of the style; `file`: the caption's path in it. */
  of(folder: vscode.Uri, file: RelativePath): CaptionField {
    const caption = fileInside(folder, file);
    const key = uriKey(caption);
    const existing = this.#fields.get(key);
    if (existing !== undefined) return existing;
    const field: CaptionField = new CaptionField({
      disk: captionDisk(this.engine, folder, file),
      drafts: this.drafts.keeperOf(caption.toString()),
      editor: () => captionInEditor(caption),
      describe: sentenceOf,
      onChange: (state) => {
        this.#changed.fire({ field, state });
        this.#typedChanged.fire();
      },
    });
    this.#fields.set(key, field);
    return field;
  }

  /** Writes what was typed in a field that nobody sees any more; resolves to whether all of it is on disk. */
  async leave(folder: vscode.Uri, file: RelativePath): Promise<boolean> {
    const field = this.of(folder, file);
    await field.save();
    if (!field.hasDraft) this.#fields.delete(uriKey(fileInside(folder, file)));
    return !field.hasDraft;
  }

  /** Writes the typed captions below a folder, except those that need a decision. */
  async saveBelow(folder: vscode.Uri): Promise<void> {
    await this.load();
    for (const caption of this.captions) {
      const file = pathInside(folder, caption);
      if (file === undefined) continue;
      const field = this.of(folder, file);
      await field.look();
      await field.save();
    }
  }

  /** Shows the file of a caption beside the text that was typed. */
  async compare(caption: vscode.Uri, preview = true): Promise<void> {
    const typed = vscode.Uri.from({
      scheme: TYPED_SCHEME,
      path: caption.path,
      query: caption.toString(),
      fragment: String(Date.now()),
    });
    const title = t('{0} (File ↔ Typed Here)', nameOf(caption));
    await vscode.commands.executeCommand('vscode.diff', caption, typed, title, {
      viewColumn: vscode.ViewColumn.Beside,
      preview,
    });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.drafts.keeperOf(uri.query).get()?.text ?? '';
  }

  dispose(): void {
    this.#provider.dispose();
    this.#changed.dispose();
    this.#typedChanged.dispose();
  }
}

function sentenceOf(error: unknown): string {
  const { code, data } = asSyncError(error);
  return describeError(code, data, t);
}
