import * as vscode from 'vscode';
import type { CaptionedImage } from '../../dataset/trainingImage.js';
import type { Engine } from '../../engine/engine.js';
import type { ListRequest } from '../../operations/protocol/requests.js';
import { describeError } from '../../operations/texts/texts.js';
import { asSyncError } from '../../core/errors.js';
import type { FileChanges } from './fileChanges.js';
import type { SettingKey } from '../settings/ids.js';
import type { Log } from '../shown/log.js';
import { t } from '../shown/messages.js';
import { nameOf, pathInside, placeKey } from './uris.js';
import { onDidChangeSettings, readSetting } from '../settings/settings.js';
import type { ArrivingImages, RunState, Style, StyleChange, StyleLibrary, StyleState } from './style.js';
import { discoverStyleFolders, localWorkspaceFolders, stylesFolderOf } from './styleDiscovery.js';

/** The settings that what is read depends on. */
const READ_BY: readonly SettingKey[] = ['stylesFolder', 'imageExtensions', 'bucket', 'prefix', 'endpoint'];

/** What the library keeps of a style. */
interface Entry {
  readonly style: Style;
  images: readonly CaptionedImage[] | undefined;
  arriving: ArrivingImages | undefined;
  error: string | undefined;
  run: RunState | undefined;
  /** A reading under way. */
  reading: Promise<void> | undefined;
  /** What was read, or is being read, may be older than the disk: read once more. */
  stale: boolean;
}

/** The styles of the workspace, read from disk when they are first asked for and kept up with it from then on. */
export class WorkspaceStyleLibrary implements StyleLibrary, vscode.Disposable {
  readonly #stylesChanged = new vscode.EventEmitter<void>();
  /** Not of what the first `discover` finds: that is its answer, and whoever draws it would draw it twice. */
  readonly onDidChangeStyles = this.#stylesChanged.event;
  readonly #styleChanged = new vscode.EventEmitter<StyleChange>();
  readonly onDidChangeStyle = this.#styleChanged.event;

  readonly #engine: Engine;
  readonly #changes: FileChanges;
  readonly #log: Log;
  readonly #entries = new Map<string, Entry>();
  #discovered: readonly Style[] = [];
  readonly #opened = new Set<Style>();
  #discovery: Promise<void> | undefined;
  #discoveryError: string | undefined;
  readonly #closing = new AbortController();
  readonly #subscriptions: vscode.Disposable;

  constructor(engine: Engine, changes: FileChanges, log: Log) {
    this.#engine = engine;
    this.#changes = changes;
    this.#log = log;
    this.#subscriptions = vscode.Disposable.from(
      changes.onDidChange((files) => this.#filesChanged(files)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#rediscover()),
      onDidChangeSettings(READ_BY, () => void this.refresh()),
    );
  }

  /** In the order of the workspace folders; empty until `discover` was called. */
  get styles(): readonly Style[] {
    const opened = [...this.#opened].filter((style) => !this.#discovered.includes(style));
    return [...this.#discovered, ...opened];
  }

  /** One sentence, where a folder that should hold styles could not be read. */
  get discoveryError(): string | undefined {
    return this.#discoveryError;
  }

  /** Looks for styles on the first call, and resolves to those that are known. Never rejects. */
  async discover(): Promise<readonly Style[]> {
    if (this.#discovery === undefined) {
      this.#engine.prepare();
      this.#discovery = this.#discover().then(() => {
        if (this.#discoveryError !== undefined) this.#stylesChanged.fire();
      });
    }
    await this.#discovery;
    return this.styles;
  }

  stateOf(style: Style): StyleState {
    const { images, arriving, error, run } = this.#entry(style.folder);
    return { style, images, error, run, ...(arriving && { arriving }) };
  }

  async load(style: Style): Promise<StyleState> {
    const entry = this.#entry(style.folder);
    if (entry.images === undefined && entry.error === undefined) await this.#read(entry);
    return this.stateOf(style);
  }

  async refresh(style?: Style): Promise<void> {
    if (style !== undefined) {
      await this.#read(this.#entry(style.folder), 'anew');
      return;
    }
    if (this.#discovery !== undefined) await this.#rediscover();
    const known = [...this.#entries.values()].filter((entry) => isRead(entry));
    await Promise.all(known.map((entry) => this.#read(entry, 'anew')));
  }

  styleAt(folder: vscode.Uri): Style {
    const { style } = this.#entry(folder);
    if (!this.styles.includes(style)) {
      this.#opened.add(style);
      this.#changes.watch(folder);
      this.#stylesChanged.fire();
    }
    return style;
  }

  /** The style of a folder that is not here yet: one of the styles once it is. */
  styleToCome(folder: vscode.Uri): Style {
    return this.#entry(folder).style;
  }

  /** The styles of an id. The disk is looked at again before it is said that there is none. */
  async stylesNamed(id: string): Promise<readonly Style[]> {
    return this.#findOrLookAgain((styles) => styles.filter((style) => style.id === id));
  }

  /** The style that a file or folder is in, with its path there; the innermost where one style holds another. */
  async styleAround(uri: vscode.Uri): Promise<{ style: Style; path: string } | undefined> {
    const [innermost] = await this.#findOrLookAgain((styles) => stylesAround(uri, styles));
    return innermost;
  }

  /** Tells tree and galleries of a run under way; `undefined`: it has ended, and the disk is read again. */
  setRun(style: Style, run: RunState | undefined): void {
    const entry = this.#entry(style.folder);
    entry.run = run;
    this.#styleChanged.fire({ style: entry.style });
    if (run !== undefined) return;
    if (isRead(entry)) void this.#read(entry, 'anew');
    if (!this.styles.includes(entry.style)) void this.#rediscover();
  }

  dispose(): void {
    this.#closing.abort();
    this.#subscriptions.dispose();
    this.#stylesChanged.dispose();
    this.#styleChanged.dispose();
  }

  /** One entry, and so one `Style` object, per folder. */
  #entry(folder: vscode.Uri): Entry {
    const key = placeKey(folder);
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      const style: Style = { id: nameOf(folder), folder };
      entry = {
        style,
        images: undefined,
        arriving: undefined,
        error: undefined,
        run: undefined,
        reading: undefined,
        stale: false,
      };
      this.#entries.set(key, entry);
    }
    return entry;
  }

  async #discover(): Promise<void> {
    this.#discoveryError = undefined;
    const found: Style[] = [];
    for (const workspaceFolder of localWorkspaceFolders()) {
      this.#changes.watch(stylesFolderOf(workspaceFolder));
      try {
        const folders = await discoverStyleFolders(workspaceFolder);
        const styles = folders.map((folder) => this.#entry(folder).style);
        found.push(...styles.sort((a, b) => BY_ID.compare(a.id, b.id)));
      } catch (error) {
        this.#log.error(`Styles of ${workspaceFolder.uri.fsPath}: ${String(error)}`);
        this.#discoveryError = t('The styles of {0} cannot be read.', workspaceFolder.name);
      }
    }
    this.#discovered = [...new Set(found)];
    for (const style of found) this.#opened.delete(style);
  }

  /** Only once someone has asked for the styles: until then there is nothing to keep up to date. */
  #rediscover(): Promise<void> {
    if (this.#discovery === undefined) return Promise.resolve();
    this.#discovery = this.#discovery.then(() => this.#discoverAnew());
    return this.#discovery;
  }

  async #discoverAnew(): Promise<void> {
    const before = this.#discovered;
    const beforeError = this.#discoveryError;
    await this.#discover();
    const isSame =
      before.length === this.#discovered.length &&
      before.every((style, i) => style === this.#discovered[i]) &&
      beforeError === this.#discoveryError;
    if (!isSame) this.#stylesChanged.fire();
  }

  /** A folder may have been made a moment ago, and not be told of yet. */
  async #findOrLookAgain<T>(find: (styles: readonly Style[]) => T[]): Promise<T[]> {
    const known = find(await this.discover());
    if (known.length > 0) return known;
    await this.#rediscover();
    return find(this.styles);
  }

  #filesChanged(files: readonly vscode.Uri[]): void {
    if (files.some((file) => this.#mayChangeStyles(file))) void this.#rediscover();
    for (const entry of this.#entries.values()) {
      // While a run writes, each of its files would ask for a new reading: one at its end is enough.
      if (!isRead(entry) || entry.run !== undefined) continue;
      const { folder } = entry.style;
      const concerns = (file: vscode.Uri): boolean =>
        pathInside(folder, file) !== undefined || isManifestOf(folder, file);
      if (files.some(concerns)) void this.#read(entry, 'anew');
    }
  }

  /** A file in a folder that should be a style and is not known as one, or the folder of a style itself. */
  #mayChangeStyles(file: vscode.Uri): boolean {
    return localWorkspaceFolders().some((workspaceFolder) => {
      const stylesFolder = stylesFolderOf(workspaceFolder);
      if (pathInside(file, stylesFolder) !== undefined) return true;
      const path = pathInside(stylesFolder, file) ?? pathInside(workspaceFolder.uri, file);
      if (path === undefined || path.startsWith('.')) return false;
      const isInKnownStyle = this.#discovered.some((style) => (pathInside(style.folder, file) ?? '') !== '');
      return !isInKnownStyle;
    });
  }

  /** Reads a style's images; with `anew` after a reading under way, which may have passed the change already. */
  #read(entry: Entry, when: 'if needed' | 'anew' = 'if needed'): Promise<void> {
    if (entry.reading === undefined || when === 'anew') entry.stale = true;
    entry.reading ??= this.#readWhileStale(entry).finally(() => {
      entry.reading = undefined;
    });
    return entry.reading;
  }

  async #readWhileStale(entry: Entry): Promise<void> {
    while (entry.stale && !this.#closing.signal.aborted) {
      entry.stale = false;
      await this.#readOnce(entry);
    }
  }

  async #readOnce(entry: Entry): Promise<void> {
    const { style } = entry;
    const images: CaptionedImage[] = [];
    const isFirst = entry.images === undefined;
    try {
      await this.#engine.listImages(
        {
          folder: style.folder.fsPath,
          imageExtensions: readSetting('imageExtensions', style.folder),
          followLinks: readSetting('followLinks', style.folder),
          ...syncedWith(style),
        },
        {
          onCounts: (counts) => {
            if (isFirst) entry.arriving = { ...counts, first: images };
            if (isFirst) this.#styleChanged.fire({ style });
          },
          onImages: (batch) => {
            const isBeginning = isFirst && images.length === 0;
            for (const image of batch) images.push(image);
            if (isBeginning) this.#styleChanged.fire({ style });
          },
        },
        this.#closing.signal,
      );
      entry.images = images;
      entry.error = undefined;
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      const { code, data, message } = asSyncError(error);
      this.#log.error(`${style.folder.fsPath}: ${message}`);
      entry.images = undefined;
      entry.error = describeError(code, data, t);
    }
    entry.arriving = undefined;
    if (!this.#closing.signal.aborted) this.#styleChanged.fire({ style });
  }
}

const BY_ID = new Intl.Collator('en', { numeric: true });

function isRead(entry: Entry): boolean {
  return entry.images !== undefined || entry.error !== undefined || entry.reading !== undefined;
}

/** Where the settings sync a style with; nothing where no bucket is set. */
function syncedWith({ folder }: Style): Pick<ListRequest, 'syncedWith'> {
  const bucket = readSetting('bucket', folder).trim();
  if (bucket === '') return {};
  const prefix = readSetting('prefix', folder).trim();
  const endpoint = readSetting('endpoint', folder).trim();
  return { syncedWith: { bucket, prefix, endpoint } };
}

/** Whether a file is what a sync of the style left: one of the command line is noticed by that. */
function isManifestOf(folder: vscode.Uri, file: vscode.Uri): boolean {
  const path = pathInside(vscode.Uri.joinPath(folder, '..', '.s3-training-data', nameOf(folder)), file);
  return path !== undefined && /^manifest-[^/]*\.json$/.test(path);
}

/** The styles that a file or folder is in, the innermost first. */
function stylesAround(uri: vscode.Uri, styles: readonly Style[]): { style: Style; path: string }[] {
  return styles
    .flatMap((style) => {
      const path = pathInside(style.folder, uri);
      return path === undefined ? [] : [{ style, path }];
    })
    .sort((a, b) => a.path.length - b.path.length);
}
