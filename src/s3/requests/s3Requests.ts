import { setMaxListeners } from 'node:events';
import type { HeadBucketCommandOutput } from '@aws-sdk/client-s3';
import {
  afterUnanswered,
  asSyncError,
  ofAllFiles,
  SyncError,
  throwIfCancelled,
  type ErrorCode,
  type ErrorData,
} from '../../core/errors.js';
import type { ClientFactory } from '../client/client.js';
import { Denials } from './denials.js';
import {
  failureOf,
  isAnswer,
  isBrokenConnection,
  withOtherScheme,
  isRefusal,
  type RequestFailure,
} from '../wire/errors.js';
import { heedSignal } from './heedSignal.js';
import { doubtAbout } from '../client/keysDoubt.js';
import { loadSdk } from '../client/loadSdk.js';
import type { RegionClient } from '../client/regionClient.js';
import { Pace } from './pace.js';
import { withRetries } from './retry.js';
import type { RequestOptions, RequestPurpose } from './requestPurpose.js';

/** The rights to what changes something in a bucket. */
const WRITES = /^s3:(Put|Delete|Abort)/;

/** After these less is begun at once: for the server, or for this process. */
const TOO_MUCH: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['throttled', 'too-few-descriptors']);

/** When a server goes away, answers that were under way still arrive while other requests fail for the first times. */
const FAILURES_TO_BEGIN_WITH = 3;

/** Sends requests about one bucket: retried, to the right region, with valid keys, failing with `SyncError` only. */
export class S3Requests {
  #client: RegionClient;
  #region: string;
  readonly #pace = new Pace();
  /** Requests that succeeded: a server that has been reached once deserves patience when it goes away. */
  #successes = 0;
  readonly #denials = new Denials((action, key) => this.#isStillGranted(action, key));

  constructor(
    readonly bucket: string,
    private readonly clients: ClientFactory,
    region: string,
    /** `endpoint` and `profile`, where they are known. */
    private readonly about: ErrorData,
    /** Called before each request that writes. */
    private readonly onWrite: () => void = () => undefined,
  ) {
    this.#region = region;
    this.#client = clients.forRegion(region);
  }

  /** The region that requests are signed for. */
  get region(): string {
    return this.#region;
  }

  get serverTimeMs(): number | undefined {
    return this.#client.serverTimeMs;
  }

  /**
   * `send` makes the request with the client it is given; it is called again for each try. What is thrown says where a
   * write may have been carried out all the same (`ErrorData.unanswered`).
   */
  async run<T>(
    purpose: RequestPurpose,
    send: (client: RegionClient, options: RequestOptions) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    if (!WRITES.test(purpose.action)) return this.#run(purpose, send, signal);
    const fate = { isUnanswered: false };
    const sendWrite: typeof send = async (client, options) => {
      this.onWrite();
      // Until there is an answer: who cancels does not wait for what this comes to.
      const { isUnanswered } = fate;
      fate.isUnanswered = true;
      try {
        return await send(client, options);
      } catch (thrown) {
        if (isRefusal(thrown)) fate.isUnanswered = isUnanswered;
        throw thrown;
      }
    };
    try {
      return await this.#run(purpose, sendWrite, signal);
    } catch (error) {
      if (!fate.isUnanswered) throw error;
      throw afterUnanswered(error);
    }
  }

  async #run<T>(
    purpose: RequestPurpose,
    send: (client: RegionClient, options: RequestOptions) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    // One signal for all transfers of a run: Node takes more than ten listeners for a leak and says so on stderr.
    setMaxListeners(0, signal);
    let failures = 0;
    /** Of all requests, by the time that this one had begun to fail. */
    let successes: number | undefined;
    try {
      const isTooMuch = (thrown: unknown): boolean =>
        TOO_MUCH.has(this.#failureOf(thrown, purpose).error.code);
      const attempt = (): Promise<T> => this.#sendWithRightClient(purpose, send, signal);
      const answer = withRetries(() => this.#pace.run(attempt, isTooMuch, signal), {
        signal,
        failureOf: (thrown) => {
          if (++failures <= FAILURES_TO_BEGIN_WITH) successes = this.#successes;
          return this.#patiently(this.#failureOf(thrown, purpose));
        },
      });
      return await this.#denials.watch(purpose, answer);
    } catch (error) {
      if (error instanceof SyncError && error.code === 'wrong-credentials') throw await this.#doubted(error);
      if (isDenial(error) && (await this.#denials.concernAll(purpose))) throw ofAllFiles(error);
      const nothingSucceeds = this.#successes === successes;
      if (nothingSucceeds && isBrokenConnection(error)) await this.#makeSureOfServer(error, signal);
      throw error;
    }
  }

  doWithLess(): void {
    this.#pace.slowDown();
    this.clients.closeIdle();
  }

  close(): void {
    this.#client.destroy();
    this.clients.close();
  }

  async #sendWithRightClient<T>(
    purpose: RequestPurpose,
    send: (client: RegionClient, options: RequestOptions) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const client = this.#client;
    try {
      return await this.#send(client, send, signal);
    } catch (thrown) {
      const failure = this.#failureOf(thrown, purpose);
      const { code } = failure.error;
      if (code !== 'wrong-region' && code !== 'expired-credentials') throw thrown;
      // Of requests that failed together, the first to come here has moved on already.
      if (this.#client === client) await this.#changeClient(failure, signal);
      if (this.#client === client) throw thrown;
      return this.#send(this.#client, send, signal);
    }
  }

  async #changeClient(failure: RequestFailure, signal: AbortSignal): Promise<void> {
    if (failure.error.code === 'wrong-region') return this.#moveToBucketsRegion(failure, signal);
    // Whoever logged in again in the middle of a run has put new keys where the old ones came from.
    if (this.clients.keysMayChange) this.#client = this.clients.forRegion(this.#region);
  }

  async #send<T>(
    client: RegionClient,
    send: (client: RegionClient, options: RequestOptions) => Promise<T>,
    abortSignal: AbortSignal,
  ): Promise<T> {
    const sending = send(client, { abortSignal });
    const result = await (client.hasKeys ? sending : heedSignal(sending, abortSignal));
    this.#successes += 1;
    return result;
  }

  async #moveToBucketsRegion({ region }: RequestFailure, signal: AbortSignal): Promise<void> {
    const from = this.#client;
    const learnt = region ?? (await this.#askForRegion(signal));
    if (learnt === undefined || learnt === this.#region || this.#client !== from) return;
    this.#region = learnt;
    this.#client = this.clients.forRegion(learnt);
  }

  /** A HEAD of the bucket names its region in a header, whether it succeeds or not. */
  async #askForRegion(abortSignal: AbortSignal): Promise<string | undefined> {
    try {
      return (await this.#headBucket(abortSignal)).BucketRegion;
    } catch (thrown) {
      return failureOf(thrown, {}).region;
    }
  }

  /**
   * Every try of a request was in vain, and meanwhile no other has succeeded: a proxy may accept the connections of a
   * server that is gone, or refuse this one request by breaking its connection, as some do with bodies that they find
   * too large. The smallest request tells. Throws `no-network` with the words of the error where nothing answers.
   */
  async #makeSureOfServer(error: unknown, abortSignal: AbortSignal): Promise<void> {
    try {
      await this.#headBucket(abortSignal);
    } catch (thrown) {
      if (isAnswer(thrown)) return;
      throwIfCancelled(abortSignal);
      const { data, cause } = asSyncError(error);
      // A server that speaks https ends what begins as http without a word.
      const other = data.endpoint?.startsWith('http:') === true ? withOtherScheme(data) : {};
      throw new SyncError('no-network', { ...data, ...other }, { cause });
    }
  }

  /** Refused keys, with what can be seen to be wrong with them. */
  async #doubted({ code, data, cause }: SyncError): Promise<SyncError> {
    const keys = data.keys ?? doubtAbout(await this.#client.keys());
    return new SyncError(code, { ...data, ...(keys !== undefined && { keys }) }, { cause });
  }

  /** Whether what was read before may be read now: a right that was taken away is taken for all. */
  async #isStillGranted(action: string, key: string): Promise<boolean> {
    if (action !== 's3:GetObject') return false;
    const { HeadObjectCommand } = await loadSdk();
    const sdk = await this.#client.sdk();
    const head = sdk.send(new HeadObjectCommand({ Bucket: this.bucket, Key: key }));
    return head.then(
      () => true,
      (thrown: unknown) => !isDenial(this.#failureOf(thrown, { action, key }).error),
    );
  }

  async #headBucket(abortSignal: AbortSignal): Promise<HeadBucketCommandOutput> {
    const ask = async (): Promise<HeadBucketCommandOutput> => {
      const { HeadBucketCommand } = await loadSdk();
      const sdk = await this.#client.sdk();
      return sdk.send(new HeadBucketCommand({ Bucket: this.bucket }), { abortSignal });
    };
    return heedSignal(ask(), abortSignal);
  }

  #failureOf(thrown: unknown, { action, key }: RequestPurpose): RequestFailure {
    return failureOf(thrown, {
      ...this.about,
      bucket: this.bucket,
      region: this.#region,
      action,
      ...(key === undefined ? {} : { file: key }),
    });
  }

  /** A mistyped endpoint fails fast; one that worked a moment ago is waited for. */
  #patiently(failure: RequestFailure): RequestFailure {
    return failure.error.code === 'no-network' && failure.patience === 'brief' && this.#successes > 0
      ? { ...failure, patience: 'long' }
      : failure;
  }
}

/** What may be denied of one object or of all. */
const isDenial = (error: unknown): error is SyncError =>
  error instanceof SyncError && (error.code === 'access-denied' || error.code === 'key-service');
