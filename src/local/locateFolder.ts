import { mkdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { SyncError } from '../sync/errors.js';
import { coded, errnoOf, isAbsent, writeError } from './errno.js';
import { lstatOrAbsent } from './fileState.js';

/** A style's folder as it was found. */
export interface LocatedFolder {
  /** Absolute, symbolic links resolved. */
  readonly root: string;
  /** The disk it is on. */
  readonly dev: number;
}

/**
 * Finds a style's folder; with `create`, makes it where it is missing, but never its parent, which may be a disk that
 * is not mounted. Throws `missing-folder`, `bad-argument`, `incomplete-listing`, and for `create` as `writeError` does.
 */
export function locateFolder(folder: string, create: boolean): LocatedFolder {
  const path = resolve(folder);
  if (create) makeFolder(path);
  try {
    const root = realpathSync(path);
    const stats = statSync(root);
    if (!stats.isDirectory())
      throw new SyncError('missing-folder', { file: path, cause: 'it is not a folder' });
    if (basename(root) === '')
      throw new SyncError('bad-argument', { cause: 'A whole disk cannot be a style' });
    return { root, dev: stats.dev };
  } catch (error) {
    throw coded(error, path, isAbsent(error) ? 'missing-folder' : 'incomplete-listing');
  }
}

/** Throws `missing-folder` where a located folder is gone, or the disk it was on is no longer mounted. */
export function checkFolderIsStill({ root, dev }: LocatedFolder): void {
  const now = lstatOrAbsent(root, root);
  if (now?.isDirectory() === true && now.dev === dev) return;
  const cause = now?.isDirectory() === true ? 'its disk is no longer mounted' : 'it is gone';
  throw new SyncError('missing-folder', { file: root, cause });
}

/** What stands there already, a folder or not, is for the caller to look at. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return;
    if (isAbsent(error)) throw new SyncError('missing-folder', { file: dirname(path) }, { cause: error });
    throw writeError(error, path);
  }
}
