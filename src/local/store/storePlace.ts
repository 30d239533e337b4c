import { createHash } from 'node:crypto';
import { accessSync, constants, lstatSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { causeOf, isAbsent, isDenied } from '../files/errno.js';
import { stateFolder } from './userSecret.js';

/** Hidden, so that it does not count as a style of the folder that holds the styles. */
const FOLDER_BESIDE = '.s3-training-data';
/** In the user's state folder. */
const FOLDER_ELSEWHERE = 'stores';
/**
 * Limits the style's name in the name of a store, which people should recognise and every system accept. Code points.
 */
const MAX_STYLE_NAME_LENGTH = 40;

/**
 * Stores of styles whose lock this thread holds, by root: a store that appears in the other place counts only from the
 * next run on.
 */
const held = new Map<string, string>();

/**
 * The folder of a style's manifest and lock (docs/sync-contract.md §4): beside the style and never in it, because a
 * trainer that reads folders recursively would find them there. Where nothing can be written there, it is in the user's
 * state folder. `root` as in `FileStore`.
 */
export function storeFolderOf(root: string): string {
  return held.get(root) ?? placeOf(root);
}

/** Fixes the store of `root` for as long as its lock is held. */
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

/** A store for each folder of this machine; the hash distinguishes folders of the same name. */
export function storeElsewhere(root: string): string {
  const name = Array.from(basename(root)).slice(0, MAX_STYLE_NAME_LENGTH).join('');
  const hash = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return join(stateFolder(), FOLDER_ELSEWHERE, `${name}-${hash}`);
}

/**
 * A store elsewhere holds this user's history, so no new one is made beside the style. Once another user has made one
 * beside it, that one is used, because all users share it.
 */
function placeOf(root: string): string {
  const [beside, elsewhere] = [storeBeside(root), storeElsewhere(root)];
  if (whyNotWritable(beside) !== undefined) return elsewhere;
  return isThere(beside) || !isThere(elsewhere) ? beside : elsewhere;
}

/** Why the store cannot be written or made, as far as that is visible without trying; `undefined` where it can. */
export function whyNotWritable(store: string): string | undefined {
  for (const folder of [store, dirname(store), dirname(dirname(store))]) {
    try {
      // Anything else in its place, such as a link that would choose where we write, is refused by the code that uses
      // the store.
      if (lstatSync(folder).isDirectory()) accessSync(folder, constants.W_OK | constants.X_OK);
      return undefined;
    } catch (error) {
      if (isDenied(error)) return causeOf(error);
      if (!isAbsent(error)) return undefined;
    }
  }
  return undefined;
}

/** What cannot be looked at counts as absent; using it will report the reason. */
function isThere(folder: string): boolean {
  try {
    return lstatSync(folder, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
