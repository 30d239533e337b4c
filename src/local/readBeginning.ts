import * as fs from 'node:fs';
import type { RelativePath } from '../dataset/trainingImage.js';
import { isAbsent, readError } from './errno.js';

/** `FileStore.peek`: see there. Synchronous calls cost a fifth of the others, and this thread has nothing else to do. */
export function readBeginning(absolute: string, path: RelativePath, limit: number): Uint8Array | undefined {
  try {
    const file = fs.openSync(absolute, 'r');
    try {
      const bytes = Buffer.allocUnsafe(Math.min(limit, fs.fstatSync(file).size));
      return bytes.subarray(0, fs.readSync(file, bytes, 0, bytes.length, 0));
    } finally {
      fs.closeSync(file);
    }
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw readError(error, path);
  }
}
