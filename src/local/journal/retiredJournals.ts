import { rename } from 'node:fs/promises';
import { writeError } from '../files/errno.js';
import { flushFolder } from '../files/flush.js';
import type { FolderMark } from '../store/folderMark.js';
import { JOURNAL_EXTENSION } from './journalFile.js';
import { readJournals, type FoundJournal } from './journalFolder.js';

/**
 * The extension of a journal whose run has left the history while its backups in S3 may still exist: only this journal
 * names them. It no longer counts as a journal.
 */
const RETIRED_EXTENSION = '.retired';

/** Takes journals out of the history, in the given order; durable when it resolves. Throws `unwritable-file`. */
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

/**
 * The retired journals of this pruning, and of earlier ones that did not finish; oldest first. Throws
 * `unreadable-file`.
 */
export function readRetiredJournals(folder: string, mark: FolderMark): Promise<FoundJournal[]> {
  return readJournals(folder, mark, RETIRED_EXTENSION);
}
