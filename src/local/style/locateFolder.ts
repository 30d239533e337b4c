import { mkdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, resolve, sep } from 'node:path';
import { SyncError } from '../../core/errors.js';
import { withCode, errnoOf, isAbsent, writeError } from '../files/errno.js';
import { lstatIfPresent } from '../files/fileState.js';
import { isWithin, type OpeningRule } from '../files/openingRule.js';
import { removeEmptyFolder } from '../files/folders.js';
import { removeEmptyStoreFolder } from '../store/storeFolder.js';

export interface LocateOptions {
  /** Makes the folder and its parents where they are missing. */
  readonly create?: boolean | undefined;
  /** Reads files outside of the folder that links in it lead to. Only this machine's user may choose that. */
  readonly followLinks?: boolean | undefined;
  /** The opened folder that contains the style, if any: links above it are the user's own. */
  readonly workspaceFolder?: string | undefined;
}

/** A style's folder as found. */
export interface LocatedFolder {
  /** Absolute path, symbolic links resolved. */
  readonly root: string;
  /** The requested absolute path, where a link in it leads to another place; `undefined`: none does. */
  readonly linkedFrom: string | undefined;
  /** The disk of the folder. */
  readonly dev: number;
  readonly ino: number;
  /** The topmost folder that was made for it; `undefined`: the folder existed. */
  readonly made: string | undefined;
  /** How its files are opened. */
  readonly rule: OpeningRule;
}

/**
 * Finds a style's folder. Throws `missing-folder`, `bad-argument`, `incomplete-listing`, and for `create` as
 * `writeError` does.
 */
export function locateFolder(
  folder: string,
  { create, followLinks, workspaceFolder }: LocateOptions,
): LocatedFolder {
  const path = resolve(folder);
  const made = create === true ? makeWithParents(path) : undefined;
  try {
    const root = realpathSync(path);
    const stats = statSync(root);
    if (!stats.isDirectory())
      throw new SyncError('missing-folder', { file: path, cause: 'it is not a folder' });
    if (basename(root) === '')
      throw new SyncError('bad-argument', { cause: 'A whole disk cannot be a style' });
    const rule: OpeningRule = { links: followLinks === true ? 'anywhere' : { within: root } };
    const linkedFrom = isLinkedFrom(path, root, workspaceFolder) ? path : undefined;
    return { root, linkedFrom, dev: stats.dev, ino: stats.ino, made, rule };
  } catch (error) {
    throw withCode(error, path, isAbsent(error) ? 'missing-folder' : 'incomplete-listing');
  }
}

/**
 * Whether a style's folder is not where its path says, because of a link that may have come with a repository or an
 * archive: the folder's own name is a link to another folder, or a link below the opened folder leads out of that.
 * Links above are the user's: a workspace on another disk, `/tmp` on macOS. `path`: the requested absolute path;
 * `root`: its real path. Throws what the system throws.
 */
function isLinkedFrom(path: string, root: string, workspaceFolder: string | undefined): boolean {
  const workspace = workspaceFolder === undefined ? undefined : resolve(workspaceFolder);
  if (path === workspace) return false;
  if (dirname(root) !== realpathSync(dirname(path))) return true;
  if (workspace === undefined || !path.startsWith(workspace + sep)) return false;
  return !isWithin(realpathSync(workspace), root);
}

/** Throws `missing-folder` where a located folder is gone, or its disk is no longer mounted. */
export function checkFolderIsStill({ root, dev }: LocatedFolder): void {
  const now = lstatIfPresent(root, root);
  if (now?.isDirectory() === true && now.dev === dev) return;
  const cause = now?.isDirectory() === true ? 'its disk is no longer mounted' : 'it is gone';
  throw new SyncError('missing-folder', { file: root, cause });
}

/** Removes the folders that were made for a style, where they are empty, and the style's store with them. */
export function removeMadeFolders({ root, made }: LocatedFolder): void {
  if (made === undefined) return;
  const top = realpathSync(made);
  if (!removeEmptyFolder(root)) return;
  removeEmptyStoreFolder(root);
  let folder = dirname(root);
  while (folder.startsWith(top) && removeEmptyFolder(folder)) folder = dirname(folder);
}

/** Where something exists there, folder or not, the caller looks at it. */
function makeWithParents(path: string): string | undefined {
  try {
    return mkdirSync(path, { recursive: true });
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return undefined;
    if (isAbsent(error)) throw new SyncError('missing-folder', { file: path }, { cause: error });
    throw writeError(error, path);
  }
}
