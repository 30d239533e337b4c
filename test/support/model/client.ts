import * as fs from 'node:fs';
import path from 'node:path';
import { storeFolderOf } from '../../../src/local/store/storePlace.js';
import { recoveryStoreOf } from '../../../src/local/recovery/recoveryStore.js';
import { temporaryPathFor } from '../../../src/local/files/temporaryFiles.js';
import type { RecordedRun, RecoveryStore } from '../../../src/core/ports/journal.js';
import type { SyncRequest } from '../../../src/operations/protocol/requests.js';
import type { SyncResult, UndoResult } from '../../../src/operations/protocol/results.js';
import { syncStyle } from '../../../src/operations/syncStyle.js';
import { undoSync } from '../../../src/operations/undoSync.js';
import { SyncError } from '../../../src/core/errors.js';
import type { S3Server } from '../s3-server/s3Server.js';
import { requestFor } from '../syncedStyle.js';
import { interruptedAdapters, type OpenJournal } from './interruptedAdapters.js';
import { Acts, type Interruption } from './interruption.js';
import { StyleFolder } from './styleFolder.js';

export const STYLE = '16';
/** Longer than the interval between two saves of the manifest. Milliseconds. */
const LONG = 10_000;

/** How a run ended: with a result, refused before it did anything, or by the death of its process. */
export type End<T> =
  | { readonly end: 'result'; readonly result: T }
  | { readonly end: 'refused'; readonly error: SyncError }
  | { readonly end: 'died' };

export interface RunOptions {
  readonly interruption?: Interruption | undefined;
  readonly tearsJournal?: boolean;
  readonly savesOften?: boolean;
}

/** A person who works on the style, with a folder, a manifest and a recovery store, and the shared bucket. */
export class Client {
  readonly folder = new StyleFolder(STYLE);
  readonly recovery: RecoveryStore = recoveryStoreOf(this.folder.root);
  readonly log: string[] = [];

  constructor(
    readonly server: S3Server,
    readonly bucket: string,
    /** Milliseconds since the epoch; each call returns a later time. */
    readonly wallClock: () => number,
  ) {}

  remove(): void {
    this.folder.remove();
  }

  /** Newest first. */
  runs(): Promise<readonly RecordedRun[]> {
    return this.recovery.runs();
  }

  sync(given: Partial<SyncRequest>, options: RunOptions = {}): Promise<End<SyncResult>> {
    const request = { ...requestFor(this.server, this.folder.root), bucket: this.bucket, ...given };
    return this.#run(options, (adapters, handlers) => syncStyle(request, adapters, handlers));
  }

  undo(options: RunOptions = {}): Promise<End<UndoResult>> {
    const { folder, connection, concurrency, holder } = requestFor(this.server, this.folder.root);
    const request = { folder, connection, concurrency, holder };
    return this.#run(options, (adapters, handlers) => undoSync(request, adapters, handlers));
  }

  async #run<T>(
    { interruption, tearsJournal = false, savesOften = false }: RunOptions,
    work: (adapters: Adapters, handlers: Handlers) => Promise<T>,
  ): Promise<End<T>> {
    const acts = new Acts(interruption);
    const open = new Set<OpenJournal>();
    let clock = 0;
    const now = (): number => (clock += savesOften ? LONG : 1);
    const adapters = { ...interruptedAdapters(acts, open, now), wallClock: this.wallClock };
    const handlers = {
      signal: new AbortController().signal,
      onProgress: () => undefined,
      log: (_: string, line: string) => void this.log.push(line),
    };
    try {
      const result = await work(adapters, handlers);
      if (!acts.isDead) return { end: 'result', result };
    } catch (error) {
      if (!acts.isDead) {
        if (error instanceof SyncError) return { end: 'refused', error };
        throw error;
      }
    }
    await this.#bury(open, tearsJournal);
    return { end: 'died' };
  }

  /** Leaves what a killed process leaves: a journal without an end, and a half-written file. */
  async #bury(journals: ReadonlySet<OpenJournal>, tearsJournal: boolean): Promise<void> {
    for (const { runId, journal } of journals) {
      const file = path.join(storeFolderOf(this.folder.root), 'journal', `${runId}.jsonl`);
      const text = fs.readFileSync(file, 'utf8');
      await journal.close(0);
      fs.writeFileSync(file, tearsJournal ? withTornEnd(text) : text);
    }
    const halfWritten = temporaryPathFor(path.join(this.folder.root, 'a.jpg'));
    fs.writeFileSync(halfWritten.replace(/[0-9a-f]{4}\.tmp$/, 'dead.tmp'), 'content 00');
  }
}

type Adapters = Parameters<typeof syncStyle>[1];
type Handlers = Parameters<typeof undoSync>[2];

/**
 * Removes the second half of the journal's last line where it records a done act; intents are flushed before their act.
 */
function withTornEnd(journal: string): string {
  const lines = journal.trimEnd().split('\n');
  const last = lines.at(-1) ?? '';
  return last.startsWith('{"done"') ? journal.slice(0, -Math.ceil(last.length / 2)) : journal;
}
