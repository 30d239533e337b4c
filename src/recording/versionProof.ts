import { randomUUID } from 'node:crypto';
import { asSyncError, SyncError } from '../core/errors.js';
import { isSameEtag } from '../core/content/etag.js';
import type { Location } from '../core/location.js';
import type { ObjectHead, ObjectStore } from '../core/ports/objectStore.js';
import type { LogSink } from '../core/progress.js';
import { uploadInfoOfBytes } from '../core/content/uploadInfo.js';
import { versionProbeKeyOf } from './trash.js';

/** The act that makes a current version a former one. */
export type TakenBy = 'replace' | 'delete';

/** Whether the id names a version that stays: the version `null` is overwritten while versioning is suspended. */
export const isRealVersion = (versionId: string | undefined): versionId is string =>
  versionId !== undefined && versionId !== '' && versionId !== 'null';

/**
 * Whether a bucket really keeps the versions that it numbers (docs/sync-contract.md §7): some servers number every
 * object and keep only the last. Tested on a small object of our own, before the first act of a run that would rely on
 * it: the object is replaced, or deleted, and its former version is read back by id. (Asking for the bucket's
 * configuration needs a right that a sync needs for nothing else, and is only the word of the same server.)
 */
export class VersionProof {
  readonly #key: string;
  #replace: Promise<boolean> | undefined;
  #delete: Promise<boolean> | undefined;

  constructor(
    private readonly objects: Pick<ObjectStore, 'head' | 'headVersion' | 'put' | 'delete' | 'keepsVersions'>,
    location: Location,
    private readonly log: LogSink,
  ) {
    this.#key = versionProbeKeyOf(location);
  }

  /** Throws `cancelled` only. Where the test fails, the answer is `false`. */
  async keeps(taking: TakenBy, signal: AbortSignal): Promise<boolean> {
    // The last stored object has no real version: versioning was switched off during the run.
    if (this.objects.keepsVersions === false) return false;
    this.#replace ??= this.#seen(() => this.#afterReplacing(signal));
    if (taking === 'replace' || !(await this.#replace)) return this.#replace;
    this.#delete ??= this.#seen(() => this.#afterDeleting(signal));
    return this.#delete;
  }

  async #seen(probe: () => Promise<boolean>): Promise<boolean> {
    let why = 'it is gone';
    try {
      if (await probe()) return true;
    } catch (error) {
      const failure = asSyncError(error);
      if (failure.code === 'cancelled') throw failure;
      why = failure.message;
    }
    this.log(
      'warn',
      `Objects have version ids, but no former version could be read back (${why}): copies are kept`,
    );
    return false;
  }

  async #afterReplacing(signal: AbortSignal): Promise<boolean> {
    const before = (await this.objects.head(this.#key, signal)) ?? (await this.#put('absent', signal));
    if (!isRealVersion(before.versionId)) return false;
    await this.#put(before, signal);
    return this.#isStillThere(before, signal);
  }

  async #afterDeleting(signal: AbortSignal): Promise<boolean> {
    const before = await this.objects.head(this.#key, signal);
    if (before === undefined || !isRealVersion(before.versionId)) return false;
    await this.objects.delete(this.#key, before, signal);
    return this.#isStillThere(before, signal);
  }

  /** The bytes differ each time, so that one version can be told from another. */
  async #put(expected: 'absent' | ObjectHead, signal: AbortSignal): Promise<ObjectHead> {
    const bytes = Buffer.from(randomUUID());
    const info = uploadInfoOfBytes(this.#key, bytes);
    const { etag } = await this.objects.put({ key: this.#key, content: bytes, info }, expected, signal);
    const stored = await this.objects.head(this.#key, signal);
    if (stored === undefined || !isSameEtag(stored.etag, etag)) {
      throw new SyncError('changed-during-sync', { file: this.#key });
    }
    return stored;
  }

  async #isStillThere(before: ObjectHead, signal: AbortSignal): Promise<boolean> {
    const version = await this.objects.headVersion(this.#key, before.versionId ?? '', signal);
    return version?.size === before.size && isSameEtag(version.etag, before.etag);
  }
}
