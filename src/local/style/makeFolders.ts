import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { errnoOf } from '../files/errno.js';
import { flushFolder } from '../files/flushFolder.js';
import { checkFolder, parentsOf } from '../files/safePath.js';

/**
 * Makes the folders between `root` and the file where they are missing. `root` itself is never made: where it is gone,
 * its disk is. Throws `unsafe-name` where a parent is a link, and what `mkdir` throws.
 */
export async function makeParents(root: string, path: RelativePath): Promise<void> {
  for (const folder of parentsOf(root, path)) {
    if (checkFolder(folder, path) || !makeFolder(folder)) continue;
    await flushFolder(dirname(folder));
  }
}

/** False where another one made it first: whether it is a folder, `safePath` asks before the file is written. */
function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}
