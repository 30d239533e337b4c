import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordedRun } from '../recovery/journal.js';
import { isAbsent, readError, writeError } from './errno.js';
import { flushFolder } from './flushFolder.js';
import { readFolder } from './folderNames.js';
import { JOURNAL_EXTENSION } from './journalFile.js';
import { parseJournal } from './journalFormat.js';

/** A journal as it was found in its folder. */
export interface FoundJournal {
  readonly file: string;
  /** `undefined` where it has no header that we understand. */
  readonly run: RecordedRun | undefined;
  /** When it was last written to, by the clock of the disk. */
  readonly writtenAtMs: number;
  /** The SHA-256 of each blob that it may need. */
  readonly needs: ReadonlySet<string>;
}

/**
 * All journals of a folder, oldest first, but for those that are not `wanted`; files of other names are left out.
 * Throws `unreadable-file`.
 */
export async function readJournals(
  folder: string,
  extension = JOURNAL_EXTENSION,
  wanted: (file: string) => boolean = () => true,
): Promise<FoundJournal[]> {
  const journals: FoundJournal[] = [];
  for (const id of journalIds(folder, extension)) {
    const file = join(folder, id + extension);
    const journal = wanted(file) ? await readJournal(file, id) : undefined;
    if (journal !== undefined) journals.push(journal);
  }
  return journals;
}

/** Removes them in the order given, for good when it resolves. Throws `unwritable-file`. */
export async function removeJournals(folder: string, journals: readonly FoundJournal[]): Promise<void> {
  if (journals.length === 0) return;
  try {
    for (const { file } of journals) await rm(file, { force: true });
    await flushFolder(folder);
  } catch (error) {
    throw writeError(error, folder);
  }
}

/** Ids sort by time and are the names: code-unit order is the order of the runs. A link is none of ours. */
function journalIds(folder: string, extension: string): string[] {
  try {
    return readFolder(folder)
      .filter(({ name, kind }) => kind === 'file' && name.endsWith(extension))
      .map(({ name }) => name.slice(0, -extension.length))
      .sort((a, b) => (a < b ? -1 : 1));
  } catch (error) {
    throw readError(error, folder);
  }
}

/** `undefined` where another process pruned it this moment. */
async function readJournal(file: string, id: string): Promise<FoundJournal | undefined> {
  try {
    const { mtimeMs } = await stat(file);
    const text = await readFile(file, 'utf8');
    const parsed = parseJournal(text);
    // Under another name it is a copy, which says nothing: its run has a journal of its own.
    const run = parsed?.header.id === id ? parsed : undefined;
    return { file, run, writtenAtMs: mtimeMs, needs: run === undefined ? allHashesIn(text) : blobsOf(run) };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw readError(error, file);
  }
}

const blobsOf = ({ acts }: RecordedRun): Set<string> =>
  new Set(acts.flatMap(({ before }) => (before?.kept.in === 'store' ? [before.kept.sha256] : [])));

/** Of what is not understood (a later version wrote it) nothing may be thrown away. */
const allHashesIn = (text: string): Set<string> => new Set(text.match(/\b[0-9a-f]{64}\b/g));
