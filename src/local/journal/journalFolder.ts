import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordedRun } from '../../core/ports/journal.js';
import { readError, writeError } from '../files/errno.js';
import { flushFolder } from '../files/flush.js';
import type { FolderMark } from '../store/folderMark.js';
import { readFolder } from '../files/folders.js';
import { JOURNAL_EXTENSION } from './journalFile.js';
import { parseJournal } from './journalFormat.js';
import { MAX_BYTES, readText } from '../files/readText.js';

/** A journal as found in its folder. */
export interface FoundJournal {
  readonly path: string;
  /** `undefined` where the journal has no readable header. */
  readonly run: RecordedRun | undefined;
}

/**
 * All `wanted` journals of a folder that belong to the style's folder with `mark`, oldest first; files of other names
 * are ignored. Throws `unreadable-file`.
 */
export async function readJournals(
  folder: string,
  mark: FolderMark,
  extension = JOURNAL_EXTENSION,
  wanted: (path: string) => boolean = () => true,
): Promise<FoundJournal[]> {
  const journals: FoundJournal[] = [];
  for (const { path, id } of journalFiles(folder, extension)) {
    const journal = wanted(path) ? await readJournal(path, id, mark) : undefined;
    if (journal !== undefined) journals.push(journal);
  }
  return journals;
}

/** Removes journals in the given order; the removal is durable when it resolves. Throws `unwritable-file`. */
export async function removeJournals(folder: string, journals: readonly FoundJournal[]): Promise<void> {
  if (journals.length === 0) return;
  try {
    for (const { path } of journals) await rm(path, { force: true });
    await flushFolder(folder);
  } catch (error) {
    throw writeError(error, folder);
  }
}

/**
 * Journals in code-unit order of their names, which are the run ids and sort by time. Links are ignored: we make none.
 */
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

/** `undefined` where there is none: another process may have just pruned it. Throws `unreadable-file`. */
export async function readJournal(
  path: string,
  id: string,
  mark: FolderMark,
): Promise<FoundJournal | undefined> {
  const found = await readText(path, MAX_BYTES.text);
  if (found === undefined) return undefined;
  const run = parseJournal(found.text, mark);
  // A journal under another name is a copy and says nothing: its run has a journal of its own.
  return { path, run: run?.header.id === id ? run : undefined };
}
