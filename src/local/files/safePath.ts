import { dirname, join } from 'node:path';
import { isHidden } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { SyncError } from '../../core/errors.js';
import { problemWithName } from '../../core/names.js';
import { lstatIfPresent } from './fileState.js';
import { flushFolder } from './flush.js';
import { makeFolder } from './folders.js';

const PLATFORM = process.platform === 'win32' ? 'win32' : 'posix';

/**
 * The absolute path of a file below `root`. Checked at each use, because a folder may become a link at any time: every
 * existing parent must be a real folder, not a link. Throws `unsafe-name`, `unreadable-file`.
 */
export function safePath(root: string, path: RelativePath): string {
  for (const folder of parentsOf(root, path)) checkFolder(folder, path);
  return join(root, path);
}

/** The absolute paths of the folders between `root` and the file, outermost first. Throws `unsafe-name`. */
export function parentsOf(root: string, path: RelativePath): string[] {
  const problem = problemWithName(path, '', PLATFORM);
  if (problem !== undefined) throw new SyncError('unsafe-name', { file: path, cause: problem });
  // No scan lists hidden paths, so a file written there would never be seen again.
  if (isHidden(path)) throw new SyncError('unsafe-name', { file: path, cause: 'its path is hidden' });
  const folders = path.split('/').slice(0, -1);
  return folders.map((_, index) => join(root, ...folders.slice(0, index + 1)));
}

/** Whether the folder exists. Throws `unsafe-name` where something else stands in its place. */
export function checkFolder(folder: string, name: string): boolean {
  const stats = lstatIfPresent(folder, name);
  if (stats === undefined || stats.isDirectory()) return stats !== undefined;
  const cause = stats.isSymbolicLink()
    ? 'a folder of its path is a symbolic link'
    : 'a file stands where its folder should be';
  throw new SyncError('unsafe-name', { file: name, cause });
}

/**
 * Makes the missing folders between `root` and the file. Never makes `root` itself: where it is gone, its disk is gone.
 * Throws `unsafe-name` where a parent is a link, and what `mkdir` throws.
 */
export async function makeParents(root: string, path: RelativePath): Promise<void> {
  for (const folder of parentsOf(root, path)) {
    if (checkFolder(folder, path) || !makeFolder(folder)) continue;
    await flushFolder(dirname(folder));
  }
}
