import { lstatSync, readSync } from 'node:fs';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { SyncError } from '../../core/errors.js';
import type { LocalFile } from '../../core/ports/fileStore.js';
import { yieldToEventLoop } from '../files/yieldToEventLoop.js';
import { withCode, isAboutOneEntry } from '../files/errno.js';
import { localFileOf, notAFile, statOfLink } from '../files/fileState.js';
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

/**
 * `ListedFolder` on the disk. Reads one image after the other with synchronous calls: with a hundred thousand images,
 * each call and each look at a parent folder counts.
 */
class LocalImages {
  #beginning = Buffer.alloc(0);
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
