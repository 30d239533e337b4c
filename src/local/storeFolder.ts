import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SyncError } from '../sync/errors.js';
import { errnoOf, isAbsent, writeError } from './errno.js';
import { lstatOrAbsent } from './fileState.js';
import { removeEmptyFolder } from './removeEmptyFolder.js';

/** Hidden, so that it is no style of the folder that styles are in. */
const NAME = '.s3-training-data';
const GITIGNORE = '.gitignore';

/**
 * Where a style's manifest and lock are kept (docs/sync-contract.md §4): beside the style and never in it, where a trainer
 * that reads folders to their depth would meet them. `root` as of `FileStore`.
 */
export function storeFolderOf(root: string): string {
  return join(dirname(root), NAME, basename(root));
}

/** Makes the store's folder where it is missing. Throws `unsafe-name` where a link leads elsewhere, `unwritable-file`. */
export function makeStoreFolder(root: string): string {
  const store = storeFolderOf(root);
  const parent = dirname(store);
  if (makeFolder(parent)) hideFromGit(parent);
  makeFolder(store);
  return store;
}

/**
 * Takes away the store's folder where nothing is in it, and the folder that the stores are in after the last of them.
 * Throws `unwritable-file`.
 */
export function removeEmptyStoreFolder(root: string): void {
  const store = storeFolderOf(root);
  const parent = dirname(store);
  // Behind a link it is not ours.
  if (lstatOrAbsent(parent, parent)?.isDirectory() !== true || !removeEmptyFolder(store)) return;
  if (readdirSync(parent).some((name) => name !== GITIGNORE)) return;
  rmSync(join(parent, GITIGNORE), { force: true });
  // The sync of another style may have begun meanwhile.
  if (!removeEmptyFolder(parent)) hideFromGit(parent);
}

/**
 * Makes one folder; false where it is there already. Throws `unsafe-name` where something else stands in its place,
 * `disk-full`, `unwritable-file`.
 */
export function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw writeError(error, folder);
    checkIsFolder(folder);
    return false;
  }
}

/** A repository that came with a link in this place must not choose where we write. */
function checkIsFolder(folder: string): void {
  const stats = lstatOrAbsent(folder, folder);
  if (stats?.isDirectory() === true) return;
  const cause = 'it is not a folder of its own; remove it, or make it one';
  throw new SyncError('unsafe-name', { file: folder, cause });
}

/** What is in there is of this machine alone. A folder that is gone again needs no hiding. */
function hideFromGit(folder: string): void {
  try {
    writeFileSync(join(folder, GITIGNORE), '*\n', { flag: 'wx' });
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST' && !isAbsent(error)) throw writeError(error, folder);
  }
}
