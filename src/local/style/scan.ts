import { statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { SyncError, throwIfCancelled } from '../../core/errors.js';
import type { LocalFile, LocalListing, Unreadable } from '../../core/ports/fileStore.js';
import { yieldToEventLoop } from '../files/yieldToEventLoop.js';
import { causeOf, isAboutOneEntry, isAbsent } from '../files/errno.js';
import { localFileOf, notAFile, statOfLink } from '../files/fileState.js';
import { readFolder, type FolderEntry } from '../files/folders.js';
import type { LocatedFolder } from './locateFolder.js';
import { isTemporary } from '../files/temporaryFiles.js';

/** A listing, with the unfinished files that the scan passed, of whatever process. */
export interface ScannedFolder {
  readonly listing: LocalListing;
  readonly temporary: readonly RelativePath[];
}

/** See `FileStore.scan`. The order is deterministic; hidden files (`._cat.jpg`, our temporary ones) are left out. */
export async function scanFolder(
  folder: LocatedFolder,
  wanted: (path: RelativePath) => boolean,
  signal: AbortSignal,
): Promise<ScannedFolder> {
  const { files, unreadable, temporary } = await new Scan(folder, wanted, 'with states', signal).readRoot();
  return { listing: { files, unreadable }, temporary };
}

/**
 * Only the paths of what a scan finds, in the same order: a tenth of the cost, because only links are looked at, not
 * files. What cannot be read is left out. Throws as `FileStore.scan`.
 */
export async function scanPaths(
  folder: LocatedFolder,
  wanted: (path: RelativePath) => boolean,
  signal: AbortSignal,
): Promise<RelativePath[]> {
  return (await new Scan(folder, wanted, 'paths', signal).readRoot()).paths;
}

/** Entries of a folder that are read before yielding: a fraction of a millisecond. */
const ENTRIES_PER_YIELD = 64;

class Scan {
  /** The result, in one of the two. */
  readonly files: LocalFile[] = [];
  readonly paths: RelativePath[] = [];
  readonly unreadable: Unreadable[] = [];
  readonly temporary: RelativePath[] = [];
  readonly root: string;

  constructor(
    readonly folder: LocatedFolder,
    readonly wanted: (path: RelativePath) => boolean,
    readonly kind: 'with states' | 'paths',
    readonly signal: AbortSignal,
  ) {
    this.root = folder.root;
  }

  async readRoot(): Promise<this> {
    await yieldToEventLoop(this.signal);
    let entries: FolderEntry[];
    try {
      entries = readFolder(this.root);
    } catch (error) {
      if (isAbsent(error)) throw new SyncError('missing-folder', { file: this.root }, { cause: error });
      throw this.#incomplete(error);
    }
    await this.#readEntries('', entries);
    return this;
  }

  async #readEntries(prefix: string, entries: readonly FolderEntry[]): Promise<void> {
    for (const [index, entry] of entries.entries()) {
      if (index % ENTRIES_PER_YIELD === 0) await yieldToEventLoop(this.signal);
      throwIfCancelled(this.signal);
      const path = prefix + entry.name;
      if (entry.name.startsWith('.')) {
        if (isTemporary(entry)) this.temporary.push(path);
        continue;
      }
      if (entry.kind === 'folder' && !entry.isMangled) await this.#readSubFolder(path);
      else this.#readEntry(path, entry);
    }
  }

  #readEntry(path: RelativePath, { kind, isMangled }: FolderEntry): void {
    if (isMangled) {
      const isFolder = kind === 'folder';
      if (isFolder || this.wanted(path)) this.#report(path, isFolder, 'its name is not valid Unicode');
    } else if (kind === 'link') {
      this.#readLink(path, this.wanted(path));
    } else if (this.wanted(path)) {
      this.#readFile(path, kind);
    }
  }

  async #readSubFolder(path: RelativePath): Promise<void> {
    const entries = this.#attempt(path, true, () => readFolder(join(this.root, path)));
    if (entries !== undefined) await this.#readEntries(`${path}/`, entries);
  }

  #readFile(path: RelativePath, kind: FolderEntry['kind']): void {
    if (this.kind === 'paths' && kind === 'file') {
      this.paths.push(path);
      return;
    }
    const stats = this.#stat(path, false);
    if (stats !== undefined) this.#add(path, stats);
  }

  /**
   * Reads a link to a file of the style like the file. Does not follow a link to a folder: it may lead anywhere, or in
   * circles. A broken link may be either (its disk may not be mounted), so it counts as what its name looks like.
   */
  #readLink(path: RelativePath, isWanted: boolean): void {
    const stats = this.#stat(path, !isWanted);
    if (stats === undefined) return;
    if (stats.isDirectory()) {
      this.#report(path, true, 'it is a symbolic link to a folder, which is not followed');
    } else if (isWanted) {
      const { rule } = this.folder;
      const ofFile = this.#attempt(path, false, () => statOfLink(`${this.root}/${path}`, path, rule));
      if (ofFile !== undefined) this.#add(path, ofFile);
    }
  }

  #add(path: RelativePath, stats: Stats): void {
    const problem = notAFile(stats);
    if (problem !== undefined) this.#report(path, false, problem);
    else if (this.kind === 'paths') this.paths.push(path);
    else this.files.push(localFileOf(path, stats));
  }

  #stat(path: RelativePath, isFolder: boolean): Stats | undefined {
    // `join` would take as long as the call itself.
    return this.#attempt(path, isFolder, () => statSync(`${this.root}/${path}`));
  }

  /** Reports an entry that exists and cannot be read; an error that casts doubt on its neighbours ends the scan. */
  #attempt<T>(path: RelativePath, isFolder: boolean, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      const isRefused = error instanceof SyncError;
      if (!isRefused && !isAboutOneEntry(error)) throw this.#incomplete(error, path);
      this.#report(path, isFolder, isRefused ? (error.data.cause ?? error.code) : causeOf(error));
      return undefined;
    }
  }

  #report(path: RelativePath, isFolder: boolean, cause: string): void {
    this.unreadable.push({ path, isFolder, code: 'unreadable-file', cause });
  }

  #incomplete(error: unknown, path = ''): SyncError {
    const file = join(this.root, path);
    return new SyncError('incomplete-listing', { file, cause: causeOf(error) }, { cause: error });
  }
}
