import { basename, dirname, join } from 'node:path';
import { readError } from './errno.js';
import { lstatOrAbsent } from './fileState.js';
import { readFolder } from './folderNames.js';

/**
 * Whether names that differ only by case are one file in this folder: asked of names that are there, in the folder or
 * else on the way to it, so that nothing is written and a folder that may only be read can be asked.
 * Throws `unreadable-file`.
 */
export function foldsCase(root: string): boolean {
  const names = namesIn(root);
  const telling = names.find((name) => swapCase(name) !== name);
  if (telling !== undefined) {
    return (
      !names.includes(swapCase(telling)) && isOneFile(join(root, telling), join(root, swapCase(telling)))
    );
  }
  return foldsCaseOnTheWayTo(root);
}

/** For a folder without a telling name: its own name or that of a folder above it on the same disk. */
function foldsCaseOnTheWayTo(root: string): boolean {
  const disk = lstatOrAbsent(root, root)?.dev;
  for (let folder = root; dirname(folder) !== folder; folder = dirname(folder)) {
    const parent = dirname(folder);
    if (lstatOrAbsent(parent, parent)?.dev !== disk) break;
    const name = basename(folder);
    if (swapCase(name) !== name) return isOneFile(folder, join(parent, swapCase(name)));
  }
  return process.platform === 'win32' || process.platform === 'darwin';
}

const swapCase = (name: string): string =>
  name.replace(/[a-z]/gi, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));

function isOneFile(a: string, b: string): boolean {
  const [first, second] = [lstatOrAbsent(a, a), lstatOrAbsent(b, b)];
  return first !== undefined && first.ino === second?.ino && first.dev === second.dev;
}

function namesIn(folder: string): string[] {
  try {
    return readFolder(folder).flatMap(({ name, isMangled }) => (isMangled ? [] : [name]));
  } catch (error) {
    throw readError(error, folder);
  }
}
