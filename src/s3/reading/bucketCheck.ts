import { listPages, type Lister } from './listing.js';

/** How long a check is valid, in milliseconds: one check per deletion would double the cost of deletions. */
const BELIEVED_FOR = 1000;

/**
 * Checks that the bucket still exists. The answer to a HEAD has no document: in a bucket that is gone, it is the 404
 * of a missing object. A listing tells the two apart (`NoSuchBucket`).
 */
export class BucketCheck {
  /** Shared by concurrent callers. */
  #underWay: Promise<void> | undefined;
  /** When the last successful check was sent. */
  #seenAt = -Infinity;

  constructor(private readonly requests: Lister) {}

  /** Lists `prefix`, unless a check is less than a second old. Throws `missing-bucket`, and what a listing throws. */
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
