import type { S3Client } from '@aws-sdk/client-s3';
import type { BucketAddress } from '../wire/bucketAddress.js';
import type { Connections } from '../http/connections.js';
import { loadSdk } from './loadSdk.js';
import type { SigningKeys } from '../wire/signature.js';

/** What can be known of a client without the SDK; what is left out is for the SDK to say. */
export interface PlainSettings {
  readonly keys?: SigningKeys;
  addressOf?(bucket: string): BucketAddress | undefined;
}

/** What requests to one region are made with: connections, keys, clock, and the SDK's client where one is needed. */
export class RegionClient {
  readonly #makeSdk: () => Promise<S3Client>;
  readonly #plain: PlainSettings;
  #making: Promise<S3Client> | undefined;
  #made: S3Client | undefined;
  #clockOffset = 0;
  /** Of the last answer's date: milliseconds since the epoch. */
  serverTimeMs: number | undefined;

  constructor(
    /** For requests of our own; the SDK has connections of its own. */
    readonly connections: Pick<Connections, 'send'>,
    makeSdk: () => Promise<S3Client>,
    plain: PlainSettings = {},
  ) {
    this.#makeSdk = makeSdk;
    this.#plain = plain;
  }

  /** Loading it takes a good part of a short run. */
  sdk(): Promise<S3Client> {
    this.#making ??= this.#makeSdk().then((client) => {
      client.config.systemClockOffset = this.#clockOffset;
      this.#made = client;
      return client;
    });
    return this.#making;
  }

  /** Otherwise a request may have to wait for who gives out keys, and some of those heed no signal. */
  get hasKeys(): boolean {
    return this.#plain.keys !== undefined;
  }

  async keys(): Promise<SigningKeys> {
    return this.#plain.keys ?? (await this.sdk()).config.credentials();
  }

  /** `undefined`: requests about the bucket are for the SDK to make. */
  async addressOf(bucket: string): Promise<BucketAddress | undefined> {
    const plain = this.#plain.addressOf?.(bucket);
    if (plain !== undefined) return plain;
    const { bucketAddressOf } = await loadSdk();
    return bucketAddressOf(await this.sdk(), bucket);
  }

  /** How far the server's clock is ahead of this one's, in milliseconds. The SDK learns it, and knows it, as well. */
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
