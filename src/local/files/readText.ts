import { constants } from 'node:buffer';
import { readSync, type Stats } from 'node:fs';
import { hasCode } from '../../core/errors.js';
import { OpenFile } from './openFile.js';
import { withOpenFile } from './readBeginning.js';

/** Reads whole files of a store. Opens them with `openRegular`, because any program may have put them there. */

/** The largest size of each kind of file. Bytes. */
export const MAX_BYTES = {
  /** A lock has about 300. */
  lock: 64 * 1024,
  /** About 200 for each server. */
  serverFacts: 1024 * 1024,
  /** About 300 for each file that is named. */
  report: 8 * 1024 * 1024,
  /**
   * Manifests, journals and captions have about 300 for each file; Node cannot hold more than a million of these in one
   * string.
   */
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

/** As `readText`, synchronously, for a small file. */
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
    if (hasCode(error, 'missing-file')) return undefined;
    throw error;
  }
}
