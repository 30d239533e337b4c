import * as vscode from 'vscode';
import { COMMANDS } from '../host/settings/ids.js';
import { StatusBarLine, t } from '../host/shown/messages.js';
import type { Standings } from '../host/style/standings.js';
import { uriKey } from '../host/style/uris.js';
import type { Style } from '../host/style/style.js';
import type { StyleLibrary } from '../host/style/styleLibrary.js';
import { joinedByDot, progressText } from '../host/texts/progressText.js';

/** Characters of a style's name: the editor never cuts the status bar, and pushes other items out of it. */
const NAME_LENGTH = 40;

/**
 * The line of the active style in the status bar: where it stands with S3, or the progress of its run. The active style
 * is that of the gallery or the file that was active last; without one, the only style of the window. A click opens its
 * gallery.
 */
export class StyleStatusBar implements vscode.Disposable {
  readonly #line = new StatusBarLine('s3TrainingData.style', t('Training Data: Style'));
  readonly #subscriptions: vscode.Disposable;
  #active: Style | undefined;

  constructor(
    private readonly library: StyleLibrary,
    private readonly standings: Standings,
    onDidActivateGallery: vscode.Event<Style>,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      standings.onDidChange((style) => {
        const shown = this.#shown;
        if (style === undefined || (shown && uriKey(shown.folder) === uriKey(style.folder))) this.#show();
      }),
      onDidActivateGallery((style) => this.#activate(style)),
      vscode.window.onDidChangeActiveTextEditor((editor) => void this.#follow(editor?.document.uri)),
    );
    this.#show();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#line.dispose();
  }

  get #shown(): Style | undefined {
    const { styles } = this.library;
    if (this.#active !== undefined && styles.includes(this.#active)) return this.#active;
    return styles.length === 1 ? styles[0] : undefined;
  }

  #activate(style: Style): void {
    this.#active = style;
    this.#show();
  }

  /** A caption or image that is opened makes its style the active one. Looks at known styles only. */
  async #follow(file: vscode.Uri | undefined): Promise<void> {
    if (file?.scheme !== 'file' || this.library.styles.length === 0) return;
    const found = await this.library.styleAround(file);
    if (found !== undefined) this.#activate(found.style);
  }

  #show(): void {
    const style = this.#shown;
    const text = style && this.#textOf(style);
    if (style === undefined || text === undefined) {
      this.#line.hide();
      return;
    }
    this.#line.show(
      text.icon,
      joinedByDot(shortened(style.id), text.words),
      t('Open the gallery of {0}', style.id),
      {
        command: COMMANDS.openGallery,
        title: t('Open Gallery'),
        arguments: [style.folder],
      },
    );
  }

  #textOf(style: Style): { readonly icon: string; readonly words: string } | undefined {
    const { run } = this.library.stateOf(style);
    if (run?.progress !== undefined) {
      return { icon: 'sync~spin', words: progressText(run.kind, { ...run.progress, current: '' }, t) };
    }
    if (run !== undefined) return { icon: 'sync~spin', words: t('Starting…') };
    const standing = this.standings.textOf(style);
    return standing && { icon: standing.needsSync ? 'cloud-upload' : 'cloud', words: standing.text };
  }
}

const shortened = (name: string): string =>
  name.length <= NAME_LENGTH ? name : `${name.slice(0, NAME_LENGTH - 1)}…`;
