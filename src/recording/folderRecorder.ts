import type { RelativePath } from '../dataset/trainingImage.js';
import { SyncError } from '../core/errors.js';
import type { ManifestEntry } from '../core/ports/manifest.js';
import type { LocalHashes } from '../core/ports/fileStore.js';
import type { PartsWatch } from '../core/ports/objectStore.js';
import { ChangedFiles } from './changedFiles.js';
import type {
  FormerContent,
  Intent,
  Journal,
  NewContent,
  RecoveryStore,
  RunHeader,
} from '../core/ports/journal.js';

/** What all acts on one file have in common. */
export interface ActBase {
  readonly path: RelativePath;
  /** `null`: a deletion. */
  readonly after: NewContent | null;
  /** The manifest's entry for the path. */
  readonly base: ManifestEntry | undefined;
  readonly reason: string;
}

export interface LocalAct extends ActBase {
  /** The file that is replaced or deleted; `undefined`: a new one. */
  readonly before: LocalHashes | undefined;
}

/** An act that is recorded and may happen now. */
export interface RecordedIntent {
  /** The act has happened. `etag`: that of the object that it left. */
  done(etag?: string): Promise<void>;
  /** The act wrote an object with this ETag, which is not yet known to hold the right bytes. */
  unproven(etag: string): Promise<void>;
  /** Records the act's multipart upload, and removes the record when the parts are gone. */
  partsOf(key: string): PartsWatch;
}

/**
 * Makes the acts of a run on the folder recoverable (docs/sync-contract.md §4): before each act, it backs up what the
 * act takes away and records the intent. Where either fails it throws, and the act must not happen. A run that does
 * nothing leaves no trace.
 */
export class FolderRecorder {
  readonly changed = new ChangedFiles();
  #journal: Promise<Journal> | undefined;
  #seq = 0;
  #isSealed = false;
  #hasActed = false;

  constructor(
    readonly header: RunHeader,
    readonly store: RecoveryStore,
  ) {}

  /** The run's id, once the run has done something. */
  get runId(): string | undefined {
    return this.#journal && this.header.id;
  }

  /** Whether an act of the run was recorded, so that it may have happened. */
  get hasActed(): boolean {
    return this.#hasActed;
  }

  /** Call before a file of the folder is written or deleted. Throws `changed-during-sync`, `disk-full`. */
  async localAct({ path, before, after, base, reason }: LocalAct): Promise<RecordedIntent> {
    let former: FormerContent | null = null;
    if (before !== undefined) {
      await this.store.backUpFile(path, before);
      const { sha256, file } = before;
      former = { size: file.size, sha256, etag: undefined, kept: { in: 'store', sha256 } };
    }
    return this.intend(this.nextSeq(), { side: 'local', path, before: former, after, base, reason });
  }

  /**
   * Records the run even if it does nothing: an undo that found every file changed, or failed, belongs in the history.
   */
  async begin(): Promise<void> {
    await this.#open();
  }

  /** From now on, every new act throws `cancelled`. */
  seal(): void {
    this.#isSealed = true;
  }

  /** Records the run's end, where the run was begun and has an end. `isPartial`: as in `RecordedRun`. */
  async close(nowMs: number | undefined, isPartial = false): Promise<void> {
    await (await this.#journal)?.close(nowMs, isPartial);
  }

  protected nextSeq(): number {
    return ++this.#seq;
  }

  protected async intend(
    seq: number,
    act: Omit<Intent, 'seq' | 'base'> & { readonly base: ManifestEntry | undefined },
  ): Promise<RecordedIntent> {
    const journal = await this.#open();
    await journal.intend({ ...act, seq, base: act.base ?? null });
    if (this.#isSealed) throw new SyncError('cancelled', { file: act.path });
    this.#hasActed = true;
    this.changed.begin(seq, act.path);
    return {
      done: (etag) => {
        this.changed.end(seq);
        return journal.done(seq, etag);
      },
      unproven: (etag) => journal.unproven(seq, etag),
      partsOf: (key) => this.partsOf(seq, key),
    };
  }

  /** Also watches the backup copy, which is made before there is an intent. */
  protected partsOf(seq: number, key: string): PartsWatch {
    return {
      begun: async (uploadId) => (await this.#open()).partsBegun(seq, { key, uploadId }),
      gone: () => void this.#journal?.then((journal) => journal.partsGone(seq)),
    };
  }

  #open(): Promise<Journal> {
    this.#journal ??= this.store.begin(this.header);
    return this.#journal;
  }
}
