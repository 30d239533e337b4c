import { appendFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { writeError } from './errno.js';
import { JOURNAL_EXTENSION } from './journalFile.js';
import { readJournals, type FoundJournal } from './journalFolder.js';
import { isSettledEnd, SETTLED_END_LENGTH, type JournalLine } from './journalFormat.js';
import { reading } from './readBeginning.js';

/**
 * The journals of runs that may have left something in parts, oldest first. Of the others, which may be hundreds, only
 * the end is read. Throws `unreadable-file`.
 */
export function readUnsettledJournals(folder: string): Promise<FoundJournal[]> {
  return readJournals(folder, JOURNAL_EXTENSION, (file) => !isSettled(file));
}

/**
 * Says in the journal of a former run that nothing of it is left in parts. The journal may end in a torn line: what is
 * said begins one of its own. Throws `disk-full`, `unwritable-file`.
 */
export function settleJournal(folder: string, runId: string): void {
  const file = join(folder, runId + JOURNAL_EXTENSION);
  const line: JournalLine = { settled: true };
  try {
    appendFileSync(file, `\n${JSON.stringify(line)}\n`);
  } catch (error) {
    throw writeError(error, file);
  }
}

/** Also where it was pruned this moment. Synchronous calls cost a fifth of the others. */
function isSettled(file: string): boolean {
  const end = reading(file, file, {}, ({ fd, stats }) => {
    const bytes = Buffer.alloc(SETTLED_END_LENGTH);
    return bytes.toString(
      'utf8',
      0,
      readSync(fd, bytes, 0, bytes.length, Math.max(0, stats.size - bytes.length)),
    );
  });
  return end === undefined || isSettledEnd(end);
}
