import { constants } from 'node:buffer';
import { readSync, type Stats } from 'node:fs';
import { SyncError } from '../../core/errors.js';
import { OpenFile } from './openFile.js';
import { withOpenFile } from './readBeginning.js';

/** Files of a store that are read whole: opened as `openRegular` does, for they may have come from anywhere. */

/** The most that a file of a kind may have. Bytes. */
export const MAX_BYTES = {
  /** A lock has some 300. */
  lock: 64 * 1024,
  /** Some 200 for each server. */
  serverFacts: 1024 * 1024,
  /** Manifests, journals, captions have some 300 for each file: of more than a million, Node could make no text. */
  text: constants.MAX_STRING_LENGTH,
} as const;

/** `undefined` where there is no such file. Throws `unreadable-file`. */
export async function readText(
  absolute: string,
  atMost: number,
): Promise<{ readonly text: string; readonly stats: Stats } | undefined> {
  const open = openIfThere(absolute, atMost);
  if (open === undefined) return undefined;
  try {
    const bytes = Buffer.allocUnsafe(open.opened.size);
    const length = await open.read(bytes, 0);
    return { text: bytes.toString('utf8', 0, length), stats: open.opened };
  } finally {
    open.close();
  }
}

/** The same at once, for a file that is small. */
export function readTextSync(absolute: string, atMost: number): string | undefined {
  return withOpenFile(absolute, absolute, { atMost }, ({ fd, stats }) => {
    const bytes = Buffer.allocUnsafe(stats.size);
    let length = 0;
    for (let count = -1; count !== 0; length += count) {
      count = readSync(fd, bytes, length, bytes.length - length, length);
    }
    return bytes.toString('utf8', 0, length);
  });
}

function openIfThere(absolute: string, atMost: number): OpenFile | undefined {
  try {
    return OpenFile.open(absolute, absolute, { atMost });
  } catch (error) {
    if (error instanceof SyncError && error.code === 'missing-file') return undefined;
    throw error;
  }
}
