import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asSyncError, SyncError } from '../../core/errors.js';
import { causeOf, errnoOf, isAbsent, isDenied, isNotSupported, writeError } from '../files/errno.js';
import { lstatIfPresent } from '../files/fileState.js';
import { makeFolder, removeEmptyFolder } from '../files/folders.js';
import { isStoreHeld, storeBeside, storeElsewhere, storeFolderOf, whyNotWritable } from './storePlace.js';

const GITIGNORE = '.gitignore';
/** For copies of files that perhaps only this user may read. */
const PRIVATE_MODE = 0o700;

/**
 * Makes the store's folder where it is missing. Throws `unsafe-name` where a link leads elsewhere, `disk-full`,
 * `unwritable-file` where neither place is writable.
 */
export function makeStoreFolder(root: string): string {
  const store = storeFolderOf(root);
  if (store !== storeBeside(root)) return makeStoreElsewhere(root, whyNotWritable(storeBeside(root)));
  try {
    return makeStore(store);
  } catch (error) {
    // Some systems tell only when a write is tried.
    const { cause } = asSyncError(error);
    const isNoPlace = isDenied(cause) || isNotSupported(cause);
    if (isNoPlace && !isStoreHeld(root)) return makeStoreElsewhere(root, causeOf(cause));
    throw error;
  }
}

/**
 * `why`: the reason that nothing can be written beside the style; `undefined`: it could be, but the store is elsewhere
 * already.
 */
function makeStoreElsewhere(root: string, why: string | undefined): string {
  const store = storeElsewhere(root);
  const stores = dirname(store);
  try {
    mkdirSync(dirname(stores), { recursive: true, mode: PRIVATE_MODE });
    return makeStore(store, PRIVATE_MODE);
  } catch (error) {
    const failure = writeError(error, store);
    if (why === undefined || failure.code !== 'unwritable-file') throw failure;
    const cause = `${why}. Nor can ${store}: ${failure.data.cause ?? failure.code}. Make one of them writable, or set S3_TRAINING_DATA_HOME to a folder that is`;
    throw new SyncError('unwritable-file', { file: storeBeside(root), cause }, { cause: error });
  }
}

function makeStore(store: string, mode?: number): string {
  const parent = dirname(store);
  if (makeOwnFolder(parent, mode)) hideFromGit(parent);
  makeOwnFolder(store, mode);
  return store;
}

/**
 * Where a style's store is, and why it is not beside the style; `undefined` where it is. Another user, or another
 * machine that sees the style, has a store of its own.
 */
export function storeElsewhereOf(
  root: string,
): { readonly folder: string; readonly why: string } | undefined {
  const folder = storeFolderOf(root);
  const beside = storeBeside(root);
  if (folder === beside) return undefined;
  const why = whyNotWritable(beside);
  return {
    folder,
    why: `${beside} ${why === undefined ? 'could not be written before' : `cannot be written: ${why}`}`,
  };
}

/**
 * Removes the store's folder where it is empty, and the folder of all stores after the last of them. Throws
 * `unwritable-file`.
 */
export function removeEmptyStoreFolder(root: string): void {
  const store = storeFolderOf(root);
  const parent = dirname(store);
  // Behind a link it is not ours.
  if (lstatIfPresent(parent, parent)?.isDirectory() !== true || !removeEmptyFolder(store)) return;
  if (readdirSync(parent).some((name) => name !== GITIGNORE)) return;
  rmSync(join(parent, GITIGNORE), { force: true });
  // A sync of another style may have started meanwhile.
  if (!removeEmptyFolder(parent)) hideFromGit(parent);
}

/**
 * Makes one folder; false where it exists. Throws `unsafe-name` where something else stands in its place, `disk-full`,
 * `unwritable-file`.
 */
export function makeOwnFolder(folder: string, mode?: number): boolean {
  try {
    if (makeFolder(folder, mode)) return true;
  } catch (error) {
    throw writeError(error, folder);
  }
  checkIsFolder(folder);
  return false;
}

/** A link that came with a repository must not choose where we write. */
function checkIsFolder(folder: string): void {
  const stats = lstatIfPresent(folder, folder);
  if (stats?.isDirectory() === true) return;
  const cause = 'it is not a folder of its own; remove it, or make it one';
  throw new SyncError('unsafe-name', { file: folder, cause });
}

/** The content concerns this machine alone. A folder that is already gone needs no file. */
function hideFromGit(folder: string): void {
  try {
    writeFileSync(join(folder, GITIGNORE), '*\n', { flag: 'wx' });
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST' && !isAbsent(error)) throw writeError(error, folder);
  }
}
