import * as vscode from 'vscode';
import { pathInside, uriKey } from './uris.js';

/** Short enough for a badge to follow the disk within a second, long enough to collect changes that belong together. */
const GATHER_MS = 150;

/** Reports changes on disk in batches: in the workspace folders, and in the folders passed to `watch`. */
export class FileChanges implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<readonly vscode.Uri[]>();
  /** Files and folders that were created, changed or removed, each once per batch. */
  readonly onDidChange = this.#changed.event;

  readonly #gathered = new Map<string, vscode.Uri>();
  readonly #watchers = new Map<string, vscode.Disposable>();
  #timer: NodeJS.Timeout | undefined;
  readonly #folders: vscode.Disposable;

  constructor() {
    this.#watchWorkspace();
    this.#folders = vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
      for (const { uri } of removed) this.#unwatch(uri);
      this.#watchWorkspace();
    });
  }

  /** Watches a folder, which may be outside of every workspace folder. */
  watch(folder: vscode.Uri): void {
    const isWatched = [...this.#watchers.keys()].some(
      (watched) => pathInside(folder.with({ path: watched }), folder) !== undefined,
    );
    if (isWatched) return;
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '**'));
    const gather = (uri: vscode.Uri): void => this.#gather(uri);
    const subscriptions = [
      watcher,
      watcher.onDidCreate(gather),
      watcher.onDidChange(gather),
      watcher.onDidDelete(gather),
    ];
    this.#watchers.set(uriKey(folder), vscode.Disposable.from(...subscriptions));
  }

  #watchWorkspace(): void {
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      if (uri.scheme === 'file') this.watch(uri);
    }
  }

  #unwatch(folder: vscode.Uri): void {
    this.#watchers.get(uriKey(folder))?.dispose();
    this.#watchers.delete(uriKey(folder));
  }

  /** The first change starts the timer, so that a steady stream of changes is reported as well. */
  #gather(uri: vscode.Uri): void {
    this.#gathered.set(uriKey(uri), uri);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const batch = [...this.#gathered.values()];
      this.#gathered.clear();
      this.#changed.fire(batch);
    }, GATHER_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#folders.dispose();
    for (const watcher of this.#watchers.values()) watcher.dispose();
    this.#changed.dispose();
  }
}
