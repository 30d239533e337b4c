import { dirname, join, relative, sep } from 'node:path';
import { flushFolder } from '../files/flush.js';
import { checkFolder } from '../files/safePath.js';
import { makeOwnFolder, makeStoreFolder } from './storeFolder.js';
import { storeFolderOf } from './storePlace.js';

/** The folders inside a style's store. Checked at each use, because a folder may become a link at any time. */

/**
 * Makes a folder of the store, and the store, where they are missing, durably: they survive a power cut with the files
 * flushed in them. Throws `unsafe-name` where a link leads elsewhere, `disk-full`, `unwritable-file`, and what the
 * flush throws.
 */
export async function makeStoreSubFolder(root: string, ...names: readonly string[]): Promise<string> {
  const found = findStoreSubFolder(root, ...names);
  if (found !== undefined) return found;
  let folder = makeStoreFolder(root);
  for (const name of names) {
    const parent = folder;
    folder = join(parent, name);
    if (makeOwnFolder(folder)) await flushUpTo(dirname(dirname(storeFolderOf(root))), parent);
  }
  return folder;
}

/** The path of a folder of the store; `undefined` where there is none. Throws `unsafe-name`, `unreadable-file`. */
export function findStoreSubFolder(root: string, ...names: readonly string[]): string | undefined {
  const store = storeFolderOf(root);
  const folders = [
    dirname(store),
    store,
    ...names.map((_, index) => join(store, ...names.slice(0, index + 1))),
  ];
  return folders.every((folder) => checkFolder(folder, folder)) ? folders.at(-1) : undefined;
}

/** From the inside out: the store itself may be as new as the folder in it. */
async function flushUpTo(top: string, folder: string): Promise<void> {
  const depth = relative(top, folder).split(sep).length;
  for (let level = 0, at = folder; level <= depth; level++, at = dirname(at)) await flushFolder(at);
}
