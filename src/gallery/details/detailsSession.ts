import * as vscode from 'vscode';
import { captionPathOf } from '../../dataset/pairing.js';
import type { CaptionedImage, RelativePath } from '../../dataset/trainingImage.js';
import { asSyncError } from '../../core/errors.js';
import { t } from '../../host/shown/messages.js';
import { fileInside, uriKey } from '../../host/style/uris.js';
import type { Style } from '../../host/style/style.js';
import { describeError } from '../../operations/texts/errorTexts.js';
import type { DetailsFromPage, DetailsToPage } from '../messages/detailsMessages.js';
import { captionDisk, type CaptionFiles } from './captionDisk.js';
import type { CaptionDrafts } from './captionDrafts.js';
import { CaptionField } from './captionField.js';
import { captionInEditor, isLocal } from './editorCaption.js';

/** What the details of a gallery use of it. */
export interface DetailsServices {
  readonly style: Style;
  readonly engine: CaptionFiles;
  readonly drafts: CaptionDrafts;
  /** The address from which the page loads a file of the style. */
  readonly addressOf: (file: vscode.Uri) => string;
  readonly image: (path: RelativePath) => CaptionedImage | undefined;
  readonly versionOf: (image: CaptionedImage) => string;
  readonly dimensions: (
    file: string,
  ) => Promise<{ readonly width: number; readonly height: number } | undefined>;
  readonly post: (message: DetailsToPage) => void;
}

/** The image that the details show, and the field of its caption. */
interface Shown {
  readonly path: RelativePath;
  readonly caption: vscode.Uri;
  readonly field: CaptionField;
  /** Of the picture that the page has. */
  version: string | undefined;
}

/** Shows one image and its caption in the details of a gallery's page, and keeps both as the disk and the editors have them. */
export class DetailsSession implements vscode.Disposable {
  readonly #services: DetailsServices;
  readonly #subscriptions: vscode.Disposable;
  #shown: Shown | undefined;
  /** By the caption: the shown field, and those that still write. */
  readonly #fields = new Map<string, CaptionField>();

  constructor(services: DetailsServices) {
    this.#services = services;
    const look = ({ uri }: vscode.TextDocument): void => this.#documentChanged(uri);
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument(look),
      vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
      vscode.workspace.onDidSaveTextDocument(look),
      vscode.workspace.onDidCloseTextDocument(look),
      vscode.window.tabGroups.onDidChangeTabs(({ opened, closed }) => {
        if (opened.length + closed.length > 0) void this.#shown?.field.look();
      }),
    );
  }

  /** What was typed is written, as if the field had been left. */
  dispose(): void {
    this.#leave();
    this.#subscriptions.dispose();
  }

  /** Carries out a request of the page. Never rejects: what fails is told where it happened. */
  async receive(request: DetailsFromPage): Promise<void> {
    if (request.type === 'showDetails') {
      await this.#show(request.path);
      return;
    }
    // A request about an image that was left already comes too late only if the page went on: the field has it all.
    const shown = this.#shown;
    if (shown?.path !== request.path) return;
    switch (request.type) {
      case 'editCaption':
        return shown.field.edit(request.text, request.revision);
      case 'saveCaption':
        return shown.field.save();
      case 'resolveCaption':
        return shown.field.resolve(request.keep);
    }
  }

  /** The page is gone: what was typed there is written. */
  pageGoes(): void {
    void this.#shown?.field.save();
  }

  /** The images of the style were read again. */
  styleChanged(): void {
    const shown = this.#shown;
    if (shown === undefined) return;
    void shown.field.look();
    this.#showPicture(shown);
  }

  async #show(path: RelativePath | null): Promise<void> {
    await this.#services.drafts.load();
    const image = path === null ? undefined : this.#services.image(path);
    if (image === undefined) {
      this.#leave();
      this.#shown = undefined;
      return;
    }
    const file = image.captionFile ?? captionPathOf(image.relativePath);
    const caption = fileInside(this.#services.style.folder, file);
    this.#leave();
    const shown = { path: image.relativePath, caption, file, field: this.#fieldOf(file, caption) };
    this.#shown = { ...shown, version: undefined };
    this.#showPicture(this.#shown);
    await shown.field.look();
  }

  #leave(): void {
    const left = this.#shown;
    if (left === undefined) return;
    void left.field.save().then(() => {
      if (this.#shown?.field !== left.field) this.#fields.delete(uriKey(left.caption));
    });
  }

  /** One field per caption: what it still writes is done before it looks again. */
  #fieldOf(file: RelativePath, caption: vscode.Uri): CaptionField {
    const key = uriKey(caption);
    const existing = this.#fields.get(key);
    if (existing !== undefined) return existing;
    const { engine, style, drafts, post } = this.#services;
    const field: CaptionField = new CaptionField({
      disk: captionDisk(engine, style.folder, file),
      drafts: drafts.keeperOf(caption.toString()),
      editor: () => captionInEditor(caption),
      describe: sentenceOf,
      onChange: (state) => {
        if (this.#shown?.field === field) post({ type: 'caption', path: this.#shown.path, file, ...state });
      },
    });
    this.#fields.set(key, field);
    return field;
  }

  #documentChanged(uri: vscode.Uri): void {
    const shown = this.#shown;
    if (shown !== undefined && isLocal(uri) && uriKey(uri) === uriKey(shown.caption)) void shown.field.look();
  }

  #showPicture(shown: Shown): void {
    const { style, image, versionOf, addressOf, dimensions, post } = this.#services;
    const now = image(shown.path);
    const version = now && versionOf(now);
    if (now === undefined || version === undefined || version === shown.version) return;
    shown.version = version;
    const file = fileInside(style.folder, now.relativePath);
    const message = {
      type: 'picture',
      path: shown.path,
      version,
      url: `${addressOf(file)}?${encodeURIComponent(version)}`,
      fileSize: now.size,
    } as const;
    post({ ...message, size: null });
    void dimensions(file.fsPath).then((size) => {
      if (this.#shown === shown && shown.version === version && size !== undefined)
        post({ ...message, size });
    });
  }
}

function sentenceOf(error: unknown): string {
  const { code, data } = asSyncError(error);
  return describeError(code, data, t);
}
