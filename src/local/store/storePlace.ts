import { createHash } from 'node:crypto';
import { accessSync, constants, lstatSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { causeOf, isAbsent, isDenied } from '../files/errno.js';
import { stateFolder } from './userSecret.js';

/** Hidden, so that it is no style of the folder that styles are in. */
const FOLDER_BESIDE = '.s3-training-data';
/** In the user's state folder. */
const FOLDER_ELSEWHERE = 'stores';
/** Of a style's name, so that a store has a name that people know and no system calls too long. Code points. */
const MAX_STYLE_NAME_LENGTH = 40;

/** Of styles whose lock this thread holds: a store that appears in the other place is for the next run. By root. */
const held = new Map<string, string>();

/**
 * Where a style's manifest and lock are kept (docs/sync-contract.md §4): beside the style and never in it, where a trainer
 * that reads folders to their depth would meet them. Where nothing can be written there: with what is this user's own.
 * `root` as of `FileStore`.
 */
export function storeFolderOf(root: string): string {
  return held.get(root) ?? placeOf(root);
}

/** What is called the store of `root` from now on, for as long as its lock is held. */
export function holdStore(root: string, store: string): void {
  held.set(root, store);
}

export function releaseStore(root: string): void {
  held.delete(root);
}

export const isStoreHeld = (root: string): boolean => held.has(root);

export function storeBeside(root: string): string {
  return join(dirname(root), FOLDER_BESIDE, basename(root));
}

/** One for each folder of this machine: others have its name too. */
export function storeElsewhere(root: string): string {
  const name = Array.from(basename(root)).slice(0, MAX_STYLE_NAME_LENGTH).join('');
  const hash = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return join(stateFolder(), FOLDER_ELSEWHERE, `${name}-${hash}`);
}

/**
 * A store that this user has elsewhere holds his history: another is begun beside the style by nobody but those who
 * have none. Once there is one beside it, which all meet at, it is the one.
 */
function placeOf(root: string): string {
  const [beside, elsewhere] = [storeBeside(root), storeElsewhere(root)];
  if (whyNotWritable(beside) !== undefined) return elsewhere;
  return isThere(beside) || !isThere(elsewhere) ? beside : elsewhere;
}

/** Why nothing can be written into that store, or none be made there, as far as that can be seen without trying. */
export function whyNotWritable(store: string): string | undefined {
  for (const folder of [store, dirname(store), dirname(dirname(store))]) {
    try {
      // What else stands in its place, a link that chooses where we write, is refused by those who use it.
      if (lstatSync(folder).isDirectory()) accessSync(folder, constants.W_OK | constants.X_OK);
      return undefined;
    } catch (error) {
      if (isDenied(error)) return causeOf(error);
      if (!isAbsent(error)) return undefined;
    }
  }
  return undefined;
}

/** What cannot be seen is not: whoever goes on to use it is told why. */
function isThere(folder: string): boolean {
  try {
    return lstatSync(folder, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
