import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeError } from '../files/errno.js';
import type { FolderMark } from '../store/folderMark.js';
import { beginningOf, endOf } from './journalEnds.js';
import { JOURNAL_EXTENSION } from './journalFile.js';
import { readJournals, type FoundJournal } from './journalFolder.js';
import {
  GAP,
  MAX_HEADER_BYTES,
  isSettledEnd,
  lastSealIn,
  originIn,
  sealLines,
  MAX_END_BYTES,
} from './journalFormat.js';
import { MAX_BYTES, readTextSync } from '../files/readText.js';

/**
 * The journals of this user's runs on the style's folder with `mark` that may have left parts of uploads, oldest first;
 * the caller sends a request for each. Of the other journals, which may be hundreds, only the beginning and the end are
 * read. Throws `unreadable-file`.
 */
export async function readUnsettledJournals(folder: string, mark: FolderMark): Promise<FoundJournal[]> {
  return readJournals(folder, mark, JOURNAL_EXTENSION, (path) => !isSettled(path) && isProven(path, mark));
}

/**
 * Records in the journal of a former run that none of its parts are left. The journal may end in a torn line, so the
 * record starts a new one. Throws `disk-full`, `unwritable-file`.
 */
export function settleJournal(folder: string, runId: string): void {
  const path = join(folder, runId + JOURNAL_EXTENSION);
  try {
    const follows = lastSealIn(readTextSync(path, MAX_BYTES.text) ?? '') ?? '';
    const { text } = sealLines([JSON.stringify({ settled: true })], follows);
    appendFileSync(
      path,
      `${GAP}${text}
`,
    );
  } catch (error) {
    throw writeError(error, path);
  }
}

/** True also where the journal has just been pruned. */
const isSettled = (path: string): boolean => {
  const end = endOf(path, MAX_END_BYTES);
  return end === '' || isSettledEnd(end);
};

const isProven = (path: string, mark: FolderMark): boolean =>
  originIn(beginningOf(path, MAX_HEADER_BYTES), mark)?.isProven === true;
