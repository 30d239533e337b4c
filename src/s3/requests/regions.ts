import type { ClientFactory } from '../client/client.js';
import type { RegionClient } from '../client/regionClient.js';
import { failureOf, type RequestFailure } from '../wire/requestFailure.js';
import type { RegionRequests } from './bucketRequests.js';
import { abortable } from './abortable.js';
import { LeanRequests } from './leanRequests.js';
import { SdkRequests } from './sdkRequests.js';

/** A region, and what makes requests there. */
export interface Region {
  readonly name: string;
  readonly client: RegionClient;
  readonly requests: RegionRequests;
}

/** The region that requests for one bucket go to, and the keys for it. Both may change while a run is in progress. */
export class Regions {
  #current: Region;

  constructor(
    readonly bucket: string,
    private readonly clients: ClientFactory,
    region: string,
  ) {
    this.#current = this.#open(region);
  }

  /** The region that requests are sent to now. */
  get current(): Region {
    return this.#current;
  }

  /**
   * Moves to the region of the bucket, or to new keys, after a request failed in `from`. Returns whether the request
   * can be sent to another region now, or with other keys.
   */
  async moveOn(from: Region, failure: RequestFailure, signal: AbortSignal): Promise<boolean> {
    const { code } = failure.error;
    if (code !== 'wrong-region' && code !== 'expired-credentials') return false;
    // Another request that failed at the same time has moved on already.
    if (this.#current !== from) return true;
    if (code === 'wrong-region') {
      const right = failure.region ?? (await this.#regionOfBucket(signal));
      const isNew = right !== undefined && right !== from.name && this.#current === from;
      if (isNew) this.#current = this.#open(right);
    } else if (this.clients.keysMayChange) {
      // A user who logs in again during a run puts new keys where the old ones were.
      this.#current = this.#open(from.name);
    }
    return this.#current !== from;
  }

  /** The smallest request. Throws what `failureOf` reads. */
  headBucket(signal: AbortSignal): Promise<string | undefined> {
    return abortable(this.#current.requests.headBucket(signal), signal);
  }

  closeIdle(): void {
    this.clients.closeIdle();
  }

  close(): void {
    this.#current.client.destroy();
    this.clients.close();
  }

  /** A HEAD of the bucket names its region in a header, on success and on failure. */
  async #regionOfBucket(signal: AbortSignal): Promise<string | undefined> {
    try {
      return await this.headBucket(signal);
    } catch (thrown) {
      return failureOf(thrown, {}).region;
    }
  }

  /** `S3_TRAINING_DATA_REQUESTS=sdk` lets the SDK make all requests, to compare the two. */
  #open(name: string): Region {
    const client = this.clients.forRegion(name);
    const sdk = new SdkRequests(this.bucket, client);
    const isSdkAlone = process.env['S3_TRAINING_DATA_REQUESTS'] === 'sdk';
    return { name, client, requests: isSdkAlone ? sdk : new LeanRequests(this.bucket, client, sdk) };
  }
}
