import * as vscode from 'vscode';
import type { Engine } from '../../engine/engine.js';
import type { SettingKey } from '../settings/ids.js';
import { onDidChangeSettings } from '../settings/settings.js';
import type { Log } from '../shown/log.js';
import type { FileChanges } from './fileChanges.js';
import type { RunState, Style, StyleChange, StyleState } from './style.js';
import { StyleDiscovery } from './styleDiscovery.js';
import { StyleEntry } from './styleEntry.js';
import { stylesFolderOf } from './styleFolders.js';
import { fileInside, nameOf, pathInside, uriKey } from './uris.js';

/** The settings on which the result of reading the styles depends. */
const READ_BY: readonly SettingKey[] = ['stylesFolder', 'imageExtensions', 'bucket', 'prefix', 'endpoint'];

/**
 * The styles of the window and what is known of each, for the tree, the galleries and the commands. A style is read
 * from disk when it is first needed, and again whenever its files change.
 */
export class StyleLibrary implements vscode.Disposable {
  readonly #stylesChanged = new vscode.EventEmitter<void>();
  /** Not fired for what the first `discover` finds: that is its result, and a listener would show it twice. */
  readonly onDidChangeStyles = this.#stylesChanged.event;
  readonly #styleChanged = new vscode.EventEmitter<StyleChange>();
  readonly onDidChangeStyle = this.#styleChanged.event;

  readonly #engine: Engine;
  readonly #changes: FileChanges;
  readonly #log: Log;
  readonly #discovery: StyleDiscovery;
  /** By the style's folder. */
  readonly #entries = new Map<string, StyleEntry>();
  readonly #closing = new AbortController();
  readonly #subscriptions: vscode.Disposable;

  constructor(engine: Engine, changes: FileChanges, log: Log) {
    this.#engine = engine;
    this.#changes = changes;
    this.#log = log;
    this.#discovery = new StyleDiscovery({
      styleOf: (folder) => this.#entry(folder).style,
      onBegin: () => engine.prepare(),
      onChange: () => this.#stylesChanged.fire(),
      changes,
      log,
    });
    this.#subscriptions = vscode.Disposable.from(
      changes.onDidChange((files) => this.#filesChanged(files)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#discovery.discoverAgain()),
      onDidChangeSettings(READ_BY, () => void this.refresh()),
    );
  }

  /** Every style of every workspace folder once `discover` was called, and those opened from the Explorer. */
  get styles(): readonly Style[] {
    return this.#discovery.styles;
  }

  /** One sentence; set where a folder of styles could not be read. */
  get discoveryError(): string | undefined {
    return this.#discovery.error;
  }

  /** Looks for styles on the first call, and resolves to those that are known. Never rejects. */
  discover(): Promise<readonly Style[]> {
    return this.#discovery.discover();
  }

  stateOf({ folder }: Style): StyleState {
    return this.#entry(folder).state;
  }

  /** Reads the images if they have not been read yet. Never rejects: a failure is in `error`. */
  async load({ folder }: Style): Promise<StyleState> {
    const entry = this.#entry(folder);
    await entry.load();
    return entry.state;
  }

  /** Reads a style again; left out: looks for styles again, and reads those that were read before. */
  async refresh(style?: Style): Promise<void> {
    if (style !== undefined) {
      await this.#entry(style.folder).readAnew();
      return;
    }
    await this.#discovery.discoverAgain();
    const read = [...this.#entries.values()].filter(({ isRead }) => isRead);
    await Promise.all(read.map((entry) => entry.readAnew()));
  }

  /** The style of a folder. The folder becomes one of the styles if it was not. */
  styleAt(folder: vscode.Uri): Style {
    const { style } = this.#entry(folder);
    if (!this.styles.includes(style)) {
      this.#discovery.open(style);
      this.#changes.watch(folder);
      this.#stylesChanged.fire();
    }
    return style;
  }

  /** A style that is in S3 and not on disk yet. The sync that fills it makes its folder. */
  styleToCome(styleId: string, workspaceFolder: vscode.WorkspaceFolder): Style {
    return this.#entry(fileInside(stylesFolderOf(workspaceFolder), styleId)).style;
  }

  /** The styles with this id. Looks at the disk again before it says that there is none. */
  stylesNamed(id: string): Promise<readonly Style[]> {
    return this.#discovery.find((styles) => styles.filter((style) => style.id === id));
  }

  /** The style that contains a file or folder, and the path inside it; the innermost of nested styles. */
  async styleAround(uri: vscode.Uri): Promise<{ style: Style; path: string } | undefined> {
    const [innermost] = await this.#discovery.find((styles) => stylesAround(uri, styles));
    return innermost;
  }

  /** Shows a run in the tree and the galleries; `undefined`: the run has ended, and the style is read again. */
  setRun({ folder }: Style, run: RunState | undefined): void {
    const entry = this.#entry(folder);
    entry.setRun(run);
    if (run !== undefined) return;
    if (entry.isRead) void entry.readAnew();
    if (!this.styles.includes(entry.style)) void this.#discovery.discoverAgain();
  }

  dispose(): void {
    this.#closing.abort();
    this.#subscriptions.dispose();
    this.#stylesChanged.dispose();
    this.#styleChanged.dispose();
  }

  /** One entry, and so one `Style` object, per folder. */
  #entry(folder: vscode.Uri): StyleEntry {
    const key = uriKey(folder);
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = new StyleEntry(
        { id: nameOf(folder), folder },
        {
          engine: this.#engine,
          log: this.#log,
          onChange: (style) => this.#styleChanged.fire({ style }),
          closing: this.#closing.signal,
        },
      );
      this.#entries.set(key, entry);
    }
    return entry;
  }

  #filesChanged(files: readonly vscode.Uri[]): void {
    if (files.some((file) => this.#discovery.isAffectedBy(file))) void this.#discovery.discoverAgain();
    for (const entry of this.#entries.values()) {
      if (entry.isAffectedBy(files)) void entry.readAnew();
    }
  }
}

/** The styles that contain a file or folder, the innermost first. */
function stylesAround(uri: vscode.Uri, styles: readonly Style[]): { style: Style; path: string }[] {
  return styles
    .flatMap((style) => {
      const path = pathInside(style.folder, uri);
      return path === undefined ? [] : [{ style, path }];
    })
    .sort((a, b) => a.path.length - b.path.length);
}
