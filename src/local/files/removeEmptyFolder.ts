import { rmdirSync } from 'node:fs';
import { errnoOf, writeError } from './errno.js';

/** Of a folder that has something in it, or is gone already. */
const NOT_EMPTY_OR_GONE = new Set(['ENOTEMPTY', 'EEXIST', 'ENOENT']);

/** False where something is in the folder, or it is gone already. Throws `unwritable-file`. */
export function removeEmptyFolder(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    if (NOT_EMPTY_OR_GONE.has(errnoOf(error) ?? '')) return false;
    throw writeError(error, folder);
  }
}
