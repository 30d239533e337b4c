import * as vscode from 'vscode';
import { mayBeCaption } from '../dataset/pairing.js';
import type { CaptionedImage } from '../dataset/trainingImage.js';
import { fileInside, pathInside } from '../host/style/uris.js';
import type { Style } from '../host/style/style.js';

/** A key that is held down passes cards faster than an editor can show them. */
const FOLLOW_AFTER_MS = 150;

/**
 * Lets the image viewer and the caption's editor beside a gallery follow its active card: a preview of this style's
 * file that is on screen in another group shows the card's file instead. Nothing is opened that was not open, the
 * gallery keeps the focus, and an editor that the user keeps, or has typed into, stays.
 */
export class CardFollowers implements vscode.Disposable {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly style: Style,
    /** Whether a file of the style is one of its images. */
    private readonly isImage: (path: string) => boolean,
    /** The gallery's own group of editors. */
    private readonly ownColumn: () => vscode.ViewColumn | undefined,
  ) {}

  /** The card of this image became the active one. */
  follow(image: CaptionedImage): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#show(image), FOLLOW_AFTER_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  async #show({ relativePath, captionFile }: CaptionedImage): Promise<void> {
    for (const { activeTab: tab, viewColumn } of vscode.window.tabGroups.all) {
      if (viewColumn === this.ownColumn() || tab?.isPreview !== true || tab.isDirty) continue;
      const kind = this.#kindOf(tab.input);
      const path = kind === 'image' ? relativePath : kind === 'caption' ? captionFile : null;
      if (path === null) continue;
      const file = fileInside(this.style.folder, path);
      await vscode.commands.executeCommand('vscode.open', file, {
        viewColumn,
        preserveFocus: true,
        preview: true,
      });
    }
  }

  #kindOf(input: unknown): 'image' | 'caption' | undefined {
    if (!(input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText)) return undefined;
    const path = pathInside(this.style.folder, input.uri);
    if (path === undefined || input.uri.scheme !== this.style.folder.scheme) return undefined;
    if (input instanceof vscode.TabInputText) return mayBeCaption(path) ? 'caption' : undefined;
    return this.isImage(path) ? 'image' : undefined;
  }
}
