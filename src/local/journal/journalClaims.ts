import type { FolderMark } from '../store/folderMark.js';
import { journalFiles } from './journalFolder.js';
import { originIn, takenAway } from './journalFormat.js';
import { MAX_BYTES, readText } from '../files/readText.js';

/** How much space a journal's run takes, without the details of each act. */
export interface JournalClaims {
  readonly path: string;
  /** When its run began; `undefined` where the journal has no readable header. */
  readonly startedAtMs: number | undefined;
  /** Whether this user made the run, so that its time is one of this machine's clock. */
  readonly isProven: boolean;
  /** When it was last written to, by the clock of the disk. */
  readonly writtenAtMs: number;
  /**
   * Bytes of all that was taken away, on both sides. An act that may not have happened counts, because its bytes were
   * backed up before it.
   */
  readonly bytesTaken: number;
  /** The SHA-256 of each blob that its run may need. */
  readonly needs: ReadonlySet<string>;
}

/**
 * The claims of all journals of a folder that belong to the style's folder with `mark`, oldest first. Throws
 * `unreadable-file`.
 */
export async function readClaims(folder: string, mark: FolderMark): Promise<JournalClaims[]> {
  const all: JournalClaims[] = [];
  for (const { path, id } of journalFiles(folder)) {
    const claims = await claimsOf(path, id, mark);
    if (claims !== undefined) all.push(claims);
  }
  return all;
}

/** `undefined` where another process has just pruned it. */
async function claimsOf(path: string, id: string, mark: FolderMark): Promise<JournalClaims | undefined> {
  const found = await readText(path, MAX_BYTES.text);
  if (found === undefined) return undefined;
  const writtenAtMs = found.stats.mtimeMs;
  const { header, isProven = false } = originIn(found.text, mark) ?? {};
  // A journal under another name is a copy and says nothing: its run has a journal of its own.
  if (header?.id !== id) {
    return {
      path,
      startedAtMs: undefined,
      isProven,
      writtenAtMs,
      bytesTaken: 0,
      needs: allHashesIn(found.text),
    };
  }
  const taken = takenAway(found.text);
  const bytesTaken = taken.reduce((sum, { size }) => sum + size, 0);
  const needs = new Set(taken.flatMap(({ kept }) => (kept.in === 'store' ? [kept.sha256] : [])));
  return { path, startedAtMs: header.startedAtMs, isProven, writtenAtMs, bytesTaken, needs };
}

/** A journal that cannot be read (a later version wrote it) keeps every blob that it names. */
const allHashesIn = (text: string): Set<string> => new Set(text.match(/\b[0-9a-f]{64}\b/g));
