import * as fs from 'node:fs';
import type { RelativePath } from '../dataset/trainingImage.js';
import { isAbsent, readError } from './errno.js';

/** At most `limit` bytes. `undefined` and errors as of `reading`. */
export function readBeginning(absolute: string, path: RelativePath, limit: number): Uint8Array | undefined {
  return reading(absolute, path, (file) => {
    const bytes = Buffer.allocUnsafe(Math.min(limit, fs.fstatSync(file).size));
    return bytes.subarray(0, fs.readSync(file, bytes, 0, bytes.length, 0));
  });
}

/**
 * What `read` makes of an open file; `undefined` where there is none. Throws `unreadable-file`. Synchronous calls cost a
 * fifth of the others, and this thread has nothing else to do.
 */
export function reading<T>(absolute: string, path: RelativePath, read: (file: number) => T): T | undefined {
  try {
    const file = fs.openSync(absolute, 'r');
    try {
      return read(file);
    } finally {
      fs.closeSync(file);
    }
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw readError(error, path);
  }
}
