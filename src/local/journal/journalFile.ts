import { writeSync } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Intent, Journal, PartsUpload, RunHeader } from '../../core/ports/journal.js';
import { SyncError } from '../../core/errors.js';
import { withDescriptorRetry } from '../files/descriptors.js';
import { writeError } from '../files/errno.js';
import { flushed, flushFolder, SharedFlush } from '../files/flush.js';
import type { FolderMark } from '../store/folderMark.js';
import { GAP, sealLines } from './journalFormat.js';
import { isRunId, type JournalLine } from './journalLine.js';
import { actKindOf, RunTally } from './runTally.js';

/** The extension of a journal's name, after the run's id. */
export const JOURNAL_EXTENSION = '.jsonl';

/**
 * Opens the journal of a new run on the style's folder with `mark`, in an existing folder. The header is flushed with
 * the file's name, so that a later flushed intent cannot lose its file. Throws `bad-argument` where the id cannot be a
 * file name, `disk-full`, `unwritable-file` (also where the run already has a journal).
 */
export async function beginJournal(folder: string, header: RunHeader, mark: FolderMark): Promise<Journal> {
  if (!isRunId(header.id)) {
    throw new SyncError('bad-argument', { cause: `“${header.id}” cannot be the id of a run` });
  }
  const path = join(folder, header.id + JOURNAL_EXTENSION);
  try {
    const handle = await withDescriptorRetry(() => open(path, 'ax'));
    try {
      const journal = new JournalFile(path, handle);
      await journal.writeHeader(header, mark);
      await flushFolder(folder);
      return journal;
    } catch (error) {
      await handle.close();
      await rm(path, { force: true });
      throw error;
    }
  } catch (error) {
    throw writeError(error, path);
  }
}

/**
 * Writes the lines of one turn of the event loop together at its end, under one seal: an act waits for the line of its
 * intent, and a run of 20,000 new files makes one seal and one write per turn instead of per line. The write is
 * synchronous, which costs a tenth of an asynchronous one. Only the flush takes long, so it is shared.
 */
class JournalFile implements Journal {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #flush: SharedFlush;
  /** The lines that the next write takes. */
  #lines: string[] = [];
  /** Settles when these are written; `undefined` while there are none. */
  #written: Promise<void> | undefined;
  /** The last write stopped in the middle. */
  #isTorn = false;
  /** The seal of the last write. */
  #seal = '';
  #runId = '';
  readonly #tally = new RunTally();
  /** Acts whose uploads are neither complete nor known to be gone. */
  readonly #inParts = new Set<number>();

  constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
    this.#flush = new SharedFlush(() => flushed(handle.datasync()), 'reject');
  }

  writeHeader(run: RunHeader, folder: FolderMark): Promise<void> {
    this.#runId = run.id;
    return this.#append({ run, folder }, { isFlushed: true });
  }

  /** A power cut may lose an intent that takes nothing away: no undo needs it to restore anything. */
  intend(intent: Intent): Promise<void> {
    this.#tally.intend(intent.seq, actKindOf(intent));
    return this.#append({ intent }, { isFlushed: intent.before !== null });
  }

  partsBegun(seq: number, upload: PartsUpload): Promise<void> {
    this.#inParts.add(seq);
    return this.#append({ parts: { seq, ...upload } }, { isFlushed: false });
  }

  partsGone(seq: number): void {
    this.#inParts.delete(seq);
  }

  unproven(seq: number, etag: string): Promise<void> {
    return this.#append({ unproven: { seq, etag } }, { isFlushed: false });
  }

  done(seq: number, etag?: string): Promise<void> {
    this.#inParts.delete(seq);
    this.#tally.done(seq);
    return this.#append({ done: seq, etag }, { isFlushed: false });
  }

  async close(endedAtMs: number | undefined, isPartial = false): Promise<void> {
    try {
      if (endedAtMs === undefined) return;
      // The end has a seal of its own. A failure of this write is thrown to the callers whose lines it holds.
      while (this.#written !== undefined) await this.#written.catch(() => undefined);
      const leavesParts = this.#inParts.size > 0 ? true : undefined;
      const partial = isPartial ? true : undefined;
      const outline = { counts: this.#tally.counts, run: this.#runId, follows: this.#seal };
      await this.#append({ end: endedAtMs, partial, leavesParts, outline }, { isFlushed: true });
    } finally {
      await this.#handle.close();
    }
  }

  async #append(line: JournalLine, { isFlushed }: { isFlushed: boolean }): Promise<void> {
    try {
      this.#lines.push(JSON.stringify(line));
      this.#written ??= setImmediate().then(() => {
        this.#writeLines();
      });
      await this.#written;
      if (isFlushed) await this.#flush.request();
    } catch (error) {
      throw writeError(error, this.#path);
    }
  }

  /** A full disk may accept only the beginning of a text; the next lines must not be counted as part of it. */
  #writeLines(): void {
    const { text, seal } = sealLines(this.#lines, this.#seal);
    this.#lines = [];
    this.#written = undefined;
    const bytes = Buffer.from(`${this.#isTorn ? GAP : ''}${text}\n`);
    this.#isTorn = true;
    for (let start = 0; start < bytes.length;) {
      start += writeSync(this.#handle.fd, bytes, start, bytes.length - start);
    }
    this.#isTorn = false;
    this.#seal = seal;
  }
}
