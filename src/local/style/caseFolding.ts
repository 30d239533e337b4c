import { opendirSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readError } from '../files/errno.js';
import { lstatIfPresent } from '../files/fileState.js';

/**
 * Whether names that differ only in case are one file in this folder. Tests existing names, in the folder or else on
 * its path, so that nothing is written and a read-only folder can be tested. Throws `unreadable-file`.
 */
export function foldsCase(root: string): boolean {
  const telling = tellingNameIn(root);
  if (telling === undefined) return foldsCaseOnTheWayTo(root);
  const other = swapCase(telling);
  // Both names lead to one file, and they are not two hard links to it.
  return isOneFile(join(root, telling), join(root, other)) && !namesIn(root).includes(other);
}

/** For a folder without a usable name: tests its own name, or that of a parent folder on the same disk. */
function foldsCaseOnTheWayTo(root: string): boolean {
  const disk = lstatIfPresent(root, root)?.dev;
  for (let folder = root; dirname(folder) !== folder; folder = dirname(folder)) {
    const parent = dirname(folder);
    if (lstatIfPresent(parent, parent)?.dev !== disk) break;
    const name = basename(folder);
    if (swapCase(name) !== name) return isOneFile(folder, join(parent, swapCase(name)));
  }
  return process.platform === 'win32' || process.platform === 'darwin';
}

const swapCase = (name: string): string =>
  name.replace(/[a-z]/gi, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));

function isOneFile(a: string, b: string): boolean {
  const [first, second] = [lstatIfPresent(a, a), lstatIfPresent(b, b)];
  return first !== undefined && first.ino === second?.ino && first.dev === second.dev;
}

/** A name that changes with case; rarely more than the first few names are read. */
function tellingNameIn(folder: string): string | undefined {
  return reading(folder, () => {
    const entries = opendirSync(folder);
    try {
      for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
        // The replacement character stands for invalid Unicode: such a name opens nothing.
        if (swapCase(entry.name) !== entry.name && !entry.name.includes('\ufffd')) return entry.name;
      }
      return undefined;
    } finally {
      entries.closeSync();
    }
  });
}

const namesIn = (folder: string): string[] => reading(folder, () => readdirSync(folder));

function reading<T>(folder: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw readError(error, folder);
  }
}
