import { listPages, type Lister } from './listing.js';

/** Milliseconds for which a look is believed: one for each deletion would double what deletions cost. */
const BELIEVED_FOR = 1000;

/**
 * Whether the bucket is there still. The answer to a HEAD has no body: where the bucket has gone, it is the 404 of a
 * missing object. A listing says which (`NoSuchBucket`), and one of them is enough for a second.
 */
export class BucketCheck {
  /** Shared by all who ask meanwhile. */
  #underWay: Promise<void> | undefined;
  /** When the last one was sent that found it. */
  #seenAt = -Infinity;

  constructor(private readonly requests: Lister) {}

  /** By a listing of `prefix`, or another that is not older than a second. Throws `missing-bucket`, and what a listing does. */
  ensureExists(prefix: string, signal: AbortSignal): Promise<void> {
    if (performance.now() - this.#seenAt < BELIEVED_FOR) return Promise.resolve();
    this.#underWay ??= this.#look(prefix, signal).finally(() => (this.#underWay = undefined));
    return this.#underWay;
  }

  async #look(prefix: string, signal: AbortSignal): Promise<void> {
    const sentAt = performance.now();
    await listPages(this.requests, { prefix }, signal).next();
    this.#seenAt = sentAt;
  }
}
