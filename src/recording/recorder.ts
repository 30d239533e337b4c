import type { RelativePath } from '../dataset/trainingImage.js';
import { SyncError } from '../core/errors.js';
import type { ManifestEntry } from '../core/ports/manifest.js';
import { isSameEtag } from '../core/content/etag.js';
import type { LocalHashes } from '../core/ports/fileStore.js';
import type { ObjectHead, ObjectStore, PartsWatch } from '../core/ports/objectStore.js';
import type { CaptionBackups } from './captionBackups.js';
import { ChangedFiles } from './changedFiles.js';
import type { FormerContent, Journal, NewContent, RecoveryStore, RunHeader } from '../core/ports/journal.js';
import { copyProven } from './provenCopy.js';
import { trashKeyOf } from './trash.js';
import { isRealVersion, type VersionProof } from './versionProof.js';

/** What all acts on one file have in common. */
interface ActBase {
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

/** What must be known of an object to back it up. */
export type ReplacedObject = Pick<ObjectHead, 'size' | 'sha256' | 'etag' | 'versionId'>;

export interface S3Act extends ActBase {
  readonly key: string;
  /** The object that is replaced or deleted; `undefined`: a new one. */
  readonly before: ReplacedObject | undefined;
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
 * Makes the acts of a run recoverable (docs/sync-contract.md §4): before each act, it backs up what the act takes away
 * and records the intent. Where either fails it throws, and the act must not happen. A run that does nothing leaves no
 * trace.
 */
export class Recorder {
  readonly changed = new ChangedFiles();
  #journal: Promise<Journal> | undefined;
  #seq = 0;
  #isSealed = false;
  #hasActed = false;

  constructor(
    readonly header: RunHeader,
    readonly store: RecoveryStore,
    readonly objects: ObjectStore,
    private readonly versions: VersionProof,
    /**
     * Left out: every object is copied. It must be left out where the act itself has no condition, because then only
     * the copy shows that the object has not changed.
     */
    private readonly captions?: CaptionBackups,
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
    return this.#intend(++this.#seq, { side: 'local', path, before: former, after, base, reason });
  }

  /**
   * Call before an object is written or deleted; it must still be `before`. Throws `changed-during-sync`,
   * `access-denied`.
   */
  async s3Act(
    { path, key, before, after, base, reason }: S3Act,
    signal: AbortSignal,
  ): Promise<RecordedIntent> {
    const seq = ++this.#seq;
    let former: FormerContent | null = null;
    if (before !== undefined) {
      const { size, etag } = before;
      const taking = after === null ? 'delete' : 'replace';
      const isVersion = isRealVersion(before.versionId) && (await this.versions.keeps(taking, signal));
      former = { size, etag, ...(await this.#backUpObject(seq, path, key, before, isVersion, signal)) };
    }
    return this.#intend(seq, { side: 's3', path, before: former, after, base, reason });
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

  async #backUpObject(
    seq: number,
    path: RelativePath,
    key: string,
    { versionId, etag, size, sha256 }: ReplacedObject,
    isVersion: boolean,
    signal: AbortSignal,
  ): Promise<Pick<FormerContent, 'kept' | 'sha256'>> {
    if (isVersion && versionId !== undefined) return { kept: { in: 'version', versionId }, sha256 };
    const text = await this.captions?.backUp(path, etag, signal);
    if (text !== undefined) return { kept: text, sha256: text.sha256 };
    const trash = trashKeyOf(this.header.location, this.header.id, path);
    const copy = await copyProven(
      this.objects,
      { key, etag, size, sha256 },
      trash,
      signal,
      this.#partsOf(seq, trash),
    );
    const hasSameEtag = isSameEtag(copy.etag, etag);
    return {
      kept: { in: 'trash', key: trash, ...(!hasSameEtag && { etag: copy.etag }) },
      sha256: copy.sha256,
    };
  }

  async #intend(
    seq: number,
    act: {
      side: 'local' | 's3';
      path: RelativePath;
      before: FormerContent | null;
      after: NewContent | null;
      base: ManifestEntry | undefined;
      reason: string;
    },
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
      partsOf: (key) => this.#partsOf(seq, key),
    };
  }

  /** Also watches the backup copy, which is made before there is an intent. */
  #partsOf(seq: number, key: string): PartsWatch {
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
