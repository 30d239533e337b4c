import { randomUUID } from 'node:crypto';
import { asSyncError, SyncError } from '../core/errors.js';
import { isSameEtag } from '../core/content/etag.js';
import type { Location } from '../core/location.js';
import type { ObjectHead, ObjectStore } from '../core/ports/ports.js';
import type { LogSink } from '../core/progress.js';
import { uploadInfoOfBytes } from '../core/content/uploadInfo.js';
import { versionProbeKeyOf } from './trash.js';

/** What takes a version's place: another one, or none. */
export type TakenBy = 'replace' | 'delete';

/** Whether it names a version that can stay: one of the id `null` is overwritten where versioning is suspended. */
export const isRealVersion = (versionId: string | undefined): versionId is string =>
  versionId !== undefined && versionId !== '' && versionId !== 'null';

/**
 * Whether a bucket keeps the versions that it numbers (docs/sync-contract.md §7): some servers number every object and
 * keep the last. Seen on a small object of our own before the first act of a run that would rely on it: what stood there
 * is replaced, or deleted, and then read back by its id. (Asking for the bucket's configuration takes a right that a sync
 * needs for nothing else, and is the word of the same server.)
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

  /** Throws `cancelled` only: where nothing could be seen, nothing is believed. */
  async keeps(taking: TakenBy, signal: AbortSignal): Promise<boolean> {
    // What was stored last has no real version: the bucket was switched amid the run.
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

  /** Other bytes each time: they tell one version from another. */
  async #put(expected: 'absent' | ObjectHead, signal: AbortSignal): Promise<ObjectHead> {
    const bytes = Buffer.from(randomUUID());
    const info = uploadInfoOfBytes(this.#key, bytes);
    const { etag } = await this.objects.put(this.#key, bytes, info, expected, signal);
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
