import type { S3Client } from '@aws-sdk/client-s3';
import type { BucketAddress } from '../wire/bucketAddress.js';
import type { Connections } from '../http/connections.js';
import { loadSdk } from './loadSdk.js';
import type { SigningKeys } from '../wire/signature.js';

/** What is known of a client without the SDK. The SDK supplies what is missing here. */
export interface PlainSettings {
  readonly keys?: SigningKeys;
  addressOf?(bucket: string): BucketAddress | undefined;
}

/** What requests to one region need: connections, keys, clock, and the client of the SDK where it is used. */
export class RegionClient {
  readonly #makeSdk: () => Promise<S3Client>;
  readonly #plain: PlainSettings;
  #making: Promise<S3Client> | undefined;
  #made: S3Client | undefined;
  #clockOffset = 0;
  /** The date of the last answer, in milliseconds since the epoch. */
  serverTimeMs: number | undefined;

  constructor(
    /** For our own requests; the SDK has its own connections. */
    readonly connections: Pick<Connections, 'send'>,
    makeSdk: () => Promise<S3Client>,
    plain: PlainSettings = {},
  ) {
    this.#makeSdk = makeSdk;
    this.#plain = plain;
  }

  /** Loads the SDK only when it is needed, because that takes a good part of a short run. */
  sdk(): Promise<S3Client> {
    this.#making ??= this.#makeSdk().then((client) => {
      client.config.systemClockOffset = this.#clockOffset;
      this.#made = client;
      return client;
    });
    return this.#making;
  }

  /**
   * Whether the keys are at hand. Otherwise a request may wait for a source of keys, some of which ignore the signal.
   */
  get hasKeys(): boolean {
    return this.#plain.keys !== undefined;
  }

  async keys(): Promise<SigningKeys> {
    return this.#plain.keys ?? (await this.sdk()).config.credentials();
  }

  /** `undefined`: the SDK has to make the requests for this bucket. */
  async addressOf(bucket: string): Promise<BucketAddress | undefined> {
    const plain = this.#plain.addressOf?.(bucket);
    if (plain !== undefined) return plain;
    const { bucketAddressOf } = await loadSdk();
    return bucketAddressOf(await this.sdk(), bucket);
  }

  /**
   * How far the clock of the server is ahead of this one, in milliseconds. Shared with the client of the SDK, in both
   * directions.
   */
  get clockOffset(): number {
    return this.#made?.config.systemClockOffset ?? this.#clockOffset;
  }

  set clockOffset(ms: number) {
    this.#clockOffset = ms;
    if (this.#made !== undefined) this.#made.config.systemClockOffset = ms;
  }

  destroy(): void {
    this.#made?.destroy();
  }
}
