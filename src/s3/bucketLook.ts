import { listPages } from './listing.js';
import type { ObjectRequests } from './objectRequests.js';
import type { S3Requests } from './s3Requests.js';

/**
 * Whether the bucket is there still. The answer to a HEAD has no body: where the bucket has gone, it is the 404 of a
 * missing object. A listing says which (`NoSuchBucket`), and one of them is enough for all that was asked before it.
 */
export class BucketLook {
  /** Has not been sent yet: whoever asks now may wait for it. */
  #next: Promise<void> | undefined;
  #current: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly requests: S3Requests,
    private readonly objects: ObjectRequests,
  ) {}

  /** By a listing of `prefix`, or another's that is sent after this call. Throws `missing-bucket`, and what a listing does. */
  isThere(prefix: string, signal: AbortSignal): Promise<void> {
    this.#next ??= this.#after(this.#current, prefix, signal);
    return this.#next;
  }

  async #after(current: Promise<unknown>, prefix: string, signal: AbortSignal): Promise<void> {
    await current.catch(() => undefined);
    const look = this.#look(prefix, signal);
    this.#current = look;
    this.#next = undefined;
    return look;
  }

  async #look(prefix: string, signal: AbortSignal): Promise<void> {
    await listPages(this.requests, this.objects, { prefix }, signal).next();
  }
}
