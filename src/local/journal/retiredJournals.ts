import { rename } from 'node:fs/promises';
import { writeError } from '../files/errno.js';
import { flushFolder } from '../files/flushFolder.js';
import type { FolderMark } from '../store/folderMark.js';
import { JOURNAL_EXTENSION } from './journalFile.js';
import { readJournals, type FoundJournal } from './journalFolder.js';

/**
 * Of the name of a journal whose run has left the history, while something that it kept elsewhere may still be there:
 * nothing but the journal knows what. To everybody else it is no journal.
 */
const RETIRED_EXTENSION = '.retired';

/** Takes journals out of the history, in the order given; for good when it resolves. Throws `unwritable-file`. */
export async function retireJournals(
  folder: string,
  journals: readonly { readonly path: string }[],
): Promise<void> {
  if (journals.length === 0) return;
  try {
    for (const { path } of journals) {
      await rename(path, path.slice(0, -JOURNAL_EXTENSION.length) + RETIRED_EXTENSION);
    }
    await flushFolder(folder);
  } catch (error) {
    throw writeError(error, folder);
  }
}

/** Those of this pruning, and of earlier ones that did not come to their end; oldest first. Throws `unreadable-file`. */
export function readRetiredJournals(folder: string, of: FolderMark): Promise<FoundJournal[]> {
  return readJournals(folder, of, RETIRED_EXTENSION);
}
