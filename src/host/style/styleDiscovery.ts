import type * as vscode from 'vscode';
import type { Log } from '../shown/log.js';
import { t } from '../shown/messages.js';
import type { FileChanges } from './fileChanges.js';
import type { Style } from './style.js';
import { discoverStyleFolders, localWorkspaceFolders, stylesFolderOf } from './styleFolders.js';
import { pathInside } from './uris.js';

interface DiscoveryServices {
  /** The one `Style` object of a folder. */
  readonly styleOf: (folder: vscode.Uri) => Style;
  /** Called before the first look at the disk. */
  readonly onBegin: () => void;
  /** Called when a later look finds other styles or another error, and when the first look fails. */
  readonly onChange: () => void;
  readonly changes: FileChanges;
  readonly log: Log;
}

/** The styles of the workspace folders and those that were opened from elsewhere. */
export class StyleDiscovery {
  #discovered: readonly Style[] = [];
  readonly #opened = new Set<Style>();
  #discovery: Promise<void> | undefined;
  #error: string | undefined;

  constructor(private readonly services: DiscoveryServices) {}

  /** In the order of the workspace folders. Before `discover` was called, only opened styles. */
  get styles(): readonly Style[] {
    const opened = [...this.#opened].filter((style) => !this.#discovered.includes(style));
    return [...this.#discovered, ...opened];
  }

  /** One sentence; set where a folder of styles could not be read. */
  get error(): string | undefined {
    return this.#error;
  }

  /** Looks for styles on the first call, and resolves to those that are known. Never rejects. */
  async discover(): Promise<readonly Style[]> {
    if (this.#discovery === undefined) {
      this.services.onBegin();
      this.#discovery = this.#discover().then(() => {
        if (this.#error !== undefined) this.services.onChange();
      });
    }
    await this.#discovery;
    return this.styles;
  }

  /** Looks again. Does nothing before the first `discover`, because nobody has asked for styles yet. */
  discoverAgain(): Promise<void> {
    if (this.#discovery === undefined) return Promise.resolve();
    this.#discovery = this.#discovery.then(async () => {
      const before = [...this.#discovered, this.#error];
      await this.#discover();
      const now = [...this.#discovered, this.#error];
      if (before.length !== now.length || before.some((one, i) => one !== now[i])) this.services.onChange();
    });
    return this.#discovery;
  }

  /**
   * Adds a style that was opened from anywhere. Once its folder is discovered, the style goes when the folder is
   * removed.
   */
  open(style: Style): void {
    this.#opened.add(style);
  }

  /** The styles that `find` finds. Where it finds none, a folder may be new and not yet reported: it looks again. */
  async find<T>(find: (styles: readonly Style[]) => readonly T[]): Promise<readonly T[]> {
    const known = find(await this.discover());
    if (known.length > 0) return known;
    await this.discoverAgain();
    return find(this.styles);
  }

  /** Whether a change of the file may change the styles: it is not inside a known style, or it is a style's folder. */
  isAffectedBy(file: vscode.Uri): boolean {
    return localWorkspaceFolders().some((workspaceFolder) => {
      const stylesFolder = stylesFolderOf(workspaceFolder);
      if (pathInside(file, stylesFolder) !== undefined) return true;
      const path = pathInside(stylesFolder, file) ?? pathInside(workspaceFolder.uri, file);
      if (path === undefined || path.startsWith('.')) return false;
      return !this.#discovered.some((style) => (pathInside(style.folder, file) ?? '') !== '');
    });
  }

  async #discover(): Promise<void> {
    const { styleOf, changes, log } = this.services;
    this.#error = undefined;
    const found: Style[] = [];
    for (const workspaceFolder of localWorkspaceFolders()) {
      changes.watch(stylesFolderOf(workspaceFolder));
      try {
        const styles = (await discoverStyleFolders(workspaceFolder)).map(styleOf);
        found.push(...styles.sort((a, b) => BY_ID.compare(a.id, b.id)));
      } catch (error) {
        log.error(`Styles of ${workspaceFolder.uri.fsPath}: ${String(error)}`);
        this.#error = t('The styles of {0} cannot be read.', workspaceFolder.name);
      }
    }
    this.#discovered = [...new Set(found)];
    for (const style of found) this.#opened.delete(style);
  }
}

const BY_ID = new Intl.Collator('en', { numeric: true });
