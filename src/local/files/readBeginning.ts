import { closeSync, readSync } from 'node:fs';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { hasCode } from '../../core/errors.js';
import { readError } from './errno.js';
import { openRegular, type OpenedRegular } from './openRegular.js';
import type { OpeningRule } from './openingRule.js';

/** At most `limit` bytes of a file that the user named. `undefined` and errors as in `withOpenFile`. */
export function readBeginning(absolute: string, path: RelativePath, limit: number): Uint8Array | undefined {
  return withOpenFile(absolute, path, { links: 'anywhere' }, ({ fd, stats }) => {
    const bytes = Buffer.allocUnsafe(Math.min(limit, stats.size));
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, 0));
  });
}

/**
 * Calls `read` with an open file; `undefined` where there is no file. Throws as `openRegular` does. Synchronous calls
 * cost a fifth of the asynchronous ones, and this thread has nothing else to do.
 */
export function withOpenFile<T>(
  absolute: string,
  path: RelativePath,
  rule: OpeningRule,
  read: (file: OpenedRegular) => T,
): T | undefined {
  let file: OpenedRegular;
  try {
    file = openRegular(absolute, path, rule);
  } catch (error) {
    if (hasCode(error, 'missing-file')) return undefined;
    throw error;
  }
  try {
    return read(file);
  } catch (error) {
    throw readError(error, path);
  } finally {
    closeSync(file.fd);
  }
}
