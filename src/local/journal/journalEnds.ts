import { readSync } from 'node:fs';
import { withOpenFile } from '../files/readBeginning.js';

/** Beginning and end of a journal that may be large, as text; a file that is gone is empty. Throws `unreadable-file`. */

export const beginningOf = (path: string, length: number): string => partOf(path, length, () => 0);

export const endOf = (path: string, length: number): string =>
  partOf(path, length, (size) => Math.max(0, size - length));

/** At once: synchronous calls cost a fifth of the others. */
function partOf(path: string, length: number, startIn: (size: number) => number): string {
  const text = withOpenFile(path, path, {}, ({ fd, stats }) => {
    const bytes = Buffer.alloc(length);
    return bytes.toString('utf8', 0, readSync(fd, bytes, 0, length, startIn(stats.size)));
  });
  return text ?? '';
}
