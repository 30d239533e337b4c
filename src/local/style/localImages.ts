import { createHash } from 'node:crypto';
import { lstatSync, readSync } from 'node:fs';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { SyncError } from '../../core/errors.js';
import type { LocalFile } from '../../core/ports/fileStore.js';
import { yieldToEventLoop } from '../files/yieldToEventLoop.js';
import { withCode, isAboutOneEntry } from '../files/errno.js';
import { isSameState, localFileOf, notAFile, statOfLink } from '../files/fileState.js';
import { checkFolderIsStill, locateFolder, type LocatedFolder, type LocateOptions } from './locateFolder.js';
import { withOpenFile } from '../files/readBeginning.js';
import { parentsOf, checkFolder } from '../files/safePath.js';
import { scanPaths } from './scan.js';

/** Opens a style's folder for display. Throws `missing-folder`, `bad-argument`, `incomplete-listing`. */
// eslint-disable-next-line @typescript-eslint/require-await -- what is thrown must reject
export async function openListedFolder(
  folder: string,
  options: Pick<LocateOptions, 'followLinks'> = {},
): Promise<LocalImages> {
  return new LocalImages(locateFolder(folder, options));
}

/** Bytes that one listing reads to compare contents: less than a second on a disk of today. */
const MOST_HASHED_BYTES = 512 * 1024 * 1024;
const HASHED_AT_ONCE = 1024 * 1024;

/** The contents that were read in this process, by absolute path: a list is read again after every change. */
const knownContents = new Map<string, { readonly file: LocalFile; readonly sha256: string }>();
const MOST_KNOWN = 200_000;

/**
 * `ListedFolder` on the disk. Reads one image after the other with synchronous calls: with a hundred thousand images,
 * each call and each look at a parent folder counts.
 */
class LocalImages {
  #beginning = Buffer.alloc(0);
  #bytesLeft = MOST_HASHED_BYTES;
  /** The folder of the last file: no link on its path leads out of the style. */
  #checked = '';

  constructor(readonly folder: LocatedFolder) {}

  get root(): string {
    return this.folder.root;
  }

  async paths(wanted: (path: RelativePath) => boolean, signal: AbortSignal): Promise<RelativePath[]> {
    const paths = await scanPaths(this.folder, wanted, signal);
    checkFolderIsStill(this.folder);
    return paths;
  }

  stat(path: RelativePath): LocalFile | undefined {
    const absolute = this.#pathOf(path);
    try {
      const there = lstatSync(absolute, { throwIfNoEntry: false });
      const stats = there?.isSymbolicLink() ? statOfLink(absolute, path, this.folder.rule) : there;
      return stats === undefined || notAFile(stats) !== undefined ? undefined : localFileOf(path, stats);
    } catch (error) {
      if (isAboutOneEntry(error) || error instanceof SyncError) return undefined;
      throw withCode(error, path, 'incomplete-listing');
    }
  }

  beginningOf(path: RelativePath, limit: number): Uint8Array | undefined {
    if (this.#beginning.length !== limit) this.#beginning = Buffer.alloc(limit);
    const bytes = this.#beginning;
    return withOpenFile(this.#pathOf(path), path, this.folder.rule, ({ fd }) =>
      bytes.subarray(0, readSync(fd, bytes, 0, limit, 0)),
    );
  }

  contentOf(file: LocalFile): string | undefined {
    const absolute = this.#pathOf(file.path);
    const known = knownContents.get(absolute);
    if (known !== undefined && isSameState(known.file, file)) return known.sha256;
    if (file.size > this.#bytesLeft) return undefined;
    this.#bytesLeft -= file.size;
    try {
      const sha256 = withOpenFile(absolute, file.path, this.folder.rule, ({ fd }) => hashOf(fd));
      if (sha256 === undefined) return undefined;
      if (knownContents.size >= MOST_KNOWN) knownContents.clear();
      knownContents.set(absolute, { file, sha256 });
      return sha256;
    } catch {
      // It cannot be read: a sync will say so.
      return undefined;
    }
  }

  async pause(signal: AbortSignal): Promise<void> {
    this.#checked = '';
    await yieldToEventLoop(signal);
  }

  /** Throws `unsafe-name`. */
  #pathOf(path: RelativePath): string {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    if (folder !== this.#checked) {
      for (const parent of parentsOf(this.root, path)) checkFolder(parent, path);
      this.#checked = folder;
    }
    // As `join` would do: the path comes from a listing, and that call would be a tenth of the whole work.
    return `${this.root}/${path}`;
  }
}

function hashOf(fd: number): string {
  const hash = createHash('sha256');
  const bytes = Buffer.allocUnsafe(HASHED_AT_ONCE);
  for (let read = readSync(fd, bytes); read > 0; read = readSync(fd, bytes)) {
    hash.update(bytes.subarray(0, read));
  }
  return hash.digest('hex');
}
