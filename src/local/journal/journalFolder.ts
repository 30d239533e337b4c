import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordedRun } from '../../core/ports/journal.js';
import { readError, writeError } from '../files/errno.js';
import { flushFolder } from '../files/flushFolder.js';
import type { FolderMark } from '../store/folderMark.js';
import { readFolder } from '../files/folders.js';
import { JOURNAL_EXTENSION } from './journalFile.js';
import { parseJournal } from './journalFormat.js';
import { MAX_BYTES, readText } from '../files/readText.js';

/** A journal as it was found in its folder. */
export interface FoundJournal {
  readonly path: string;
  /** `undefined` where it has no header that we understand. */
  readonly run: RecordedRun | undefined;
}

/**
 * All journals of a folder, those of the style's folder `of`, oldest first, but for those that are not `wanted`; files
 * of other names are left out. Throws `unreadable-file`.
 */
export async function readJournals(
  folder: string,
  of: FolderMark,
  extension = JOURNAL_EXTENSION,
  wanted: (path: string) => boolean = () => true,
): Promise<FoundJournal[]> {
  const journals: FoundJournal[] = [];
  for (const { path, id } of journalFiles(folder, extension)) {
    const journal = wanted(path) ? await readJournal(path, id, of) : undefined;
    if (journal !== undefined) journals.push(journal);
  }
  return journals;
}

/** Removes them in the order given, for good when it resolves. Throws `unwritable-file`. */
export async function removeJournals(folder: string, journals: readonly FoundJournal[]): Promise<void> {
  if (journals.length === 0) return;
  try {
    for (const { path } of journals) await rm(path, { force: true });
    await flushFolder(folder);
  } catch (error) {
    throw writeError(error, folder);
  }
}

/** Ids sort by time and are the names: code-unit order is the order of the runs. A link is none of ours. */
export function journalFiles(folder: string, extension = JOURNAL_EXTENSION): { path: string; id: string }[] {
  try {
    return readFolder(folder)
      .filter(({ name, kind }) => kind === 'file' && name.endsWith(extension))
      .map(({ name }) => ({ path: join(folder, name), id: name.slice(0, -extension.length) }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  } catch (error) {
    throw readError(error, folder);
  }
}

/** `undefined` where there is none: another process may have pruned it this moment. Throws `unreadable-file`. */
export async function readJournal(
  path: string,
  id: string,
  of: FolderMark,
): Promise<FoundJournal | undefined> {
  const found = await readText(path, MAX_BYTES.text);
  if (found === undefined) return undefined;
  const run = parseJournal(found.text, of);
  // Under another name it is a copy, which says nothing: its run has a journal of its own.
  return { path, run: run?.header.id === id ? run : undefined };
}
