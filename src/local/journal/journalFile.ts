import { writeSync } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Intent, Journal, PartsUpload, RunHeader } from '../../core/ports/journal.js';
import { SyncError } from '../../core/errors.js';
import { withDescriptorRetry } from '../files/descriptors.js';
import { writeError } from '../files/errno.js';
import { flushed, flushFolder, SharedFlush } from '../files/flush.js';
import type { FolderMark } from '../store/folderMark.js';
import { sealLine } from './journalFormat.js';
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
 * Writes lines synchronously, and so in the order of the calls: that costs a tenth of an asynchronous write, and a run
 * of 20,000 new files waits for nothing else. Only the flush takes long, so it is shared.
 */
class JournalFile implements Journal {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #flush: SharedFlush;
  /** The last write stopped in the middle of a line. */
  #isTorn = false;
  /** The seal of the last line. */
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
      const { text, seal } = sealLine(line, this.#seal);
      this.#write(Buffer.from(`${this.#isTorn ? '\n' : ''}${text}\n`));
      this.#seal = seal;
      if (isFlushed) await this.#flush.request();
    } catch (error) {
      throw writeError(error, this.#path);
    }
  }

  /** A full disk may accept only the beginning of a line; the next line must not be appended to it. */
  #write(bytes: Uint8Array): void {
    this.#isTorn = true;
    for (let start = 0; start < bytes.length;) {
      start += writeSync(this.#handle.fd, bytes, start, bytes.length - start);
    }
    this.#isTorn = false;
  }
}
