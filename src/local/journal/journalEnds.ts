import { readSync } from 'node:fs';
import { withOpenFile } from '../files/readBeginning.js';

/**
 * The beginning and the end of a journal that may be large, as text; empty where the file is gone. Throws
 * `unreadable-file`.
 */

export const beginningOf = (path: string, length: number): string => partOf(path, length, () => 0);

export const endOf = (path: string, length: number): string =>
  partOf(path, length, (size) => Math.max(0, size - length));

/** Synchronous, because that costs a fifth of the asynchronous calls. */
function partOf(path: string, length: number, startIn: (size: number) => number): string {
  const text = withOpenFile(path, path, {}, ({ fd, stats }) => {
    const bytes = Buffer.alloc(length);
    return bytes.toString('utf8', 0, readSync(fd, bytes, 0, length, startIn(stats.size)));
  });
  return text ?? '';
}
