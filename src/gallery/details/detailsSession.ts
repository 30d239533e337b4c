import * as vscode from 'vscode';
import { captionPathOf } from '../../dataset/pairing.js';
import type { CaptionedImage, RelativePath } from '../../dataset/trainingImage.js';
import { showWarning, t } from '../../host/shown/messages.js';
import { fileInside, nameOf, uriKey } from '../../host/style/uris.js';
import type { Style } from '../../host/style/style.js';
import type { DetailsFromPage, DetailsToPage } from '../messages/detailsMessages.js';
import type { CaptionField } from './captionField.js';
import type { CaptionFields, FieldChange } from './captionFields.js';
import { isLocal } from './editorCaption.js';

/** What the details of a gallery use of it. */
export interface DetailsServices {
  readonly style: Style;
  readonly fields: CaptionFields;
  /** The address from which the page loads a file of the style. */
  readonly addressOf: (file: vscode.Uri) => string;
  readonly image: (path: RelativePath) => CaptionedImage | undefined;
  readonly versionOf: (image: CaptionedImage) => string;
  readonly dimensions: (
    file: string,
  ) => Promise<{ readonly width: number; readonly height: number } | undefined>;
  /** Deletes a caption file, so that it can be brought back. */
  readonly deleteCaption: (file: RelativePath) => Promise<void>;
  readonly post: (message: DetailsToPage) => void;
}

/** The image that the details show, and the field of its caption. */
interface Shown {
  readonly path: RelativePath;
  /** The caption's path. */
  readonly file: RelativePath;
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

  constructor(services: DetailsServices) {
    this.#services = services;
    const look = ({ uri }: vscode.TextDocument): void => this.#documentChanged(uri);
    this.#subscriptions = vscode.Disposable.from(
      services.fields.onDidChangeField((change) => this.#fieldChanged(change)),
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
    void this.#leave();
    this.#shown = undefined;
    this.#subscriptions.dispose();
  }

  /** Carries out a request of the page. */
  async receive(request: Exclude<DetailsFromPage, { type: 'activeCard' }>): Promise<void> {
    if (request.type === 'showDetails') {
      await this.#show(request.path);
      return;
    }
    // The page asks nothing about an image once it shows another one.
    const shown = this.#shown;
    if (shown?.path !== request.path) return;
    switch (request.type) {
      case 'editCaption':
        return shown.field.edit(request.text, request.revision);
      case 'saveCaption':
        return shown.field.save();
      case 'resolveCaption':
        return this.#resolve(shown, request.act);
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

  async #resolve({ field, caption, file }: Shown, act: ResolvingAct): Promise<void> {
    switch (act) {
      case 'mine':
      case 'theirs':
        return field.resolve(act);
      case 'compare':
        return this.#services.fields.compare(caption);
      case 'delete':
        // The file's text goes into the history; the emptied text is given up.
        await field.resolve('theirs');
        await this.#services.deleteCaption(file);
        return field.look();
    }
  }

  async #show(path: RelativePath | null): Promise<void> {
    const { fields, style, image: imageAt } = this.#services;
    await fields.load();
    const image = path === null ? undefined : imageAt(path);
    void this.#leave();
    this.#shown = undefined;
    if (image === undefined) return;
    const file = image.captionFile ?? captionPathOf(image.relativePath);
    const shown: Shown = {
      path: image.relativePath,
      file,
      caption: fileInside(style.folder, file),
      field: fields.of(style.folder, file),
      version: undefined,
    };
    this.#shown = shown;
    this.#showPicture(shown);
    await shown.field.look();
  }

  async #leave(): Promise<void> {
    const left = this.#shown;
    if (left === undefined) return;
    const { fields, style } = this.#services;
    if (await fields.leave(style.folder, left.file)) return;
    if (this.#shown?.field === left.field) return;
    const compare = t('Compare');
    const message = t('What was typed for {0} is kept, but not in the file.', nameOf(left.caption));
    if ((await showWarning(message, compare)) === compare) await fields.compare(left.caption);
  }

  #fieldChanged({ field, state }: FieldChange): void {
    const shown = this.#shown;
    if (shown?.field !== field) return;
    this.#services.post({ type: 'caption', path: shown.path, file: shown.file, ...state });
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

type ResolvingAct = Extract<DetailsFromPage, { type: 'resolveCaption' }>['act'];
