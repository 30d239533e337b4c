import { setMaxListeners } from 'node:events';
import {
  afterUnanswered,
  asSyncError,
  type ErrorCode,
  type ErrorData,
  hasCode,
  ofAllFiles,
  SyncError,
  throwIfCancelled,
} from '../../core/errors.js';
import { suspectedProblemOf } from '../client/keysProblem.js';
import {
  failureOf,
  isAnswer,
  isBrokenConnection,
  isRefusal,
  withOtherScheme,
  type RequestFailure,
} from '../wire/requestFailure.js';
import type { ListingAnswer } from '../wire/listingAnswer.js';
import type {
  BucketRequests,
  CompleteRequest,
  CopyPartRequest,
  CopyRequest,
  DeleteRequest,
  GetRequest,
  ListingRequest,
  MultipartUpload,
  ObjectAttributes,
  ObjectVersion,
  PutPartRequest,
  PutRequest,
  StoredPart,
} from './bucketRequests.js';
import { Denials, isDenial, type Purpose } from './denials.js';
import { abortable } from './abortable.js';
import type { ObjectAnswer, ObjectBody } from './objectAnswer.js';
import { AdaptiveLimit } from './adaptiveLimit.js';
import type { Regions } from './regions.js';
import { waitForNextTry } from './retry.js';

/** The rights of requests that change a bucket. */
const WRITES = /^s3:(Put|Delete|Abort)/;

/** Failures after which fewer requests run at once: the server or this process is overloaded. */
const TOO_MUCH: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['throttled', 'too-few-descriptors']);

/**
 * When a server goes away, answers still arrive from earlier requests while others begin to fail: the first failures
 * of a request do not tell that nothing succeeds any more.
 */
const FAILURES_TO_BEGIN_WITH = 3;

type Operation = keyof BucketRequests;
type Asked<O extends Operation> = Parameters<BucketRequests[O]>[0];
type Answered<O extends Operation> = Awaited<ReturnType<BucketRequests[O]>>;
/** `BucketRequests` as a mapped type, which lets the compiler relate the request of an operation to its answer. */
type Operations = {
  readonly [O in Operation]: (request: Asked<O>, signal: AbortSignal) => Promise<Answered<O>>;
};

/** The state of one request across its tries. */
interface Course {
  readonly purpose: Purpose;
  readonly signal: AbortSignal;
  /** Whether a try of a write got no answer, or an error of the server: the write may have happened. */
  isUnanswered: boolean;
  failures: number;
  /** The count of successful requests when this one began to fail. */
  successesBefore: number | undefined;
}

/**
 * The requests for one bucket. Each is sent until it succeeds or is not worth another try, to the right region, with
 * valid keys. Errors are `SyncError` only; they say whether a write may have happened all the same
 * (`ErrorData.unanswered`).
 */
export class RetriedRequests implements BucketRequests {
  readonly #limit = new AdaptiveLimit();
  /** The count of successful requests: a server that has answered once deserves patience when it goes away. */
  #successes = 0;
  readonly #denials = new Denials();

  constructor(
    private readonly regions: Pick<Regions, keyof Regions>,
    /** `endpoint` and `profile`, where they are known: for errors. */
    private readonly about: ErrorData,
    /** Called before each request that writes. */
    private readonly onWrite: () => void = () => undefined,
  ) {}

  get bucket(): string {
    return this.regions.bucket;
  }

  /** The date of the last answer, in milliseconds since the epoch. */
  get serverTimeMs(): number | undefined {
    return this.regions.current.client.serverTimeMs;
  }

  list(request: ListingRequest, signal: AbortSignal): Promise<ListingAnswer> {
    return this.#send('list', request, { action: 's3:ListBucket', file: request.prefix }, signal);
  }

  put(request: PutRequest, signal: AbortSignal): Promise<ObjectAnswer> {
    return this.#send('put', request, { action: 's3:PutObject', file: request.key }, signal);
  }

  get(request: GetRequest, signal: AbortSignal): Promise<ObjectBody> {
    return this.#send('get', request, toRead(request), signal);
  }

  head(request: ObjectVersion, signal: AbortSignal): Promise<ObjectAnswer> {
    return this.#send('head', request, toRead(request), signal);
  }

  copy(request: CopyRequest, signal: AbortSignal): Promise<ObjectAnswer> {
    return this.#send('copy', request, { action: 's3:PutObject', file: request.from.key }, signal);
  }

  delete(request: DeleteRequest, signal: AbortSignal): Promise<void> {
    return this.#send('delete', request, { action: 's3:DeleteObject', file: request.key }, signal);
  }

  attributes(request: ObjectVersion, signal: AbortSignal): Promise<ObjectAnswer & ObjectAttributes> {
    return this.#send('attributes', request, { action: 's3:GetObject', file: request.key }, signal);
  }

  createUpload(
    request: { readonly key: string; readonly attributes: ObjectAttributes },
    signal: AbortSignal,
  ): Promise<string | undefined> {
    return this.#send('createUpload', request, { action: 's3:PutObject', file: request.key }, signal);
  }

  putPart(request: PutPartRequest, signal: AbortSignal): Promise<StoredPart> {
    return this.#send('putPart', request, { action: 's3:PutObject', file: request.upload.key }, signal);
  }

  copyPart(request: CopyPartRequest, signal: AbortSignal): Promise<StoredPart> {
    return this.#send('copyPart', request, { action: 's3:PutObject', file: request.from.key }, signal);
  }

  listParts(
    request: { readonly upload: MultipartUpload; readonly number?: number },
    signal: AbortSignal,
  ): Promise<readonly StoredPart[]> {
    const purpose = { action: 's3:ListMultipartUploadParts', file: request.upload.key };
    return this.#send('listParts', request, purpose, signal);
  }

  completeUpload(request: CompleteRequest, signal: AbortSignal): Promise<ObjectAnswer> {
    return this.#send(
      'completeUpload',
      request,
      { action: 's3:PutObject', file: request.upload.key },
      signal,
    );
  }

  abortUpload(request: { readonly upload: MultipartUpload }, signal: AbortSignal): Promise<void> {
    const purpose = { action: 's3:AbortMultipartUpload', file: request.upload.key };
    return this.#send('abortUpload', request, purpose, signal);
  }

  /** Halves the number of concurrent requests, and closes idle connections. */
  useFewerConnections(): void {
    this.#limit.slowDown();
    this.regions.closeIdle();
  }

  close(): void {
    this.regions.close();
  }

  async #send<O extends Operation>(
    operation: O,
    request: Asked<O>,
    purpose: Purpose,
    signal: AbortSignal,
  ): Promise<Answered<O>> {
    // All transfers of a run share one signal: Node takes more than ten listeners for a leak and warns on stderr.
    setMaxListeners(0, signal);
    const course: Course = {
      purpose,
      signal,
      isUnanswered: false,
      failures: 0,
      successesBefore: undefined,
    };
    try {
      return await this.#denials.watch(purpose, this.#try(operation, request, course));
    } catch (thrown) {
      const error = await this.#explained(thrown, course).catch((other: unknown) => other);
      throw course.isUnanswered ? afterUnanswered(error) : error;
    }
  }

  async #try<O extends Operation>(operation: O, request: Asked<O>, course: Course): Promise<Answered<O>> {
    const { purpose, signal } = course;
    const isWrite = WRITES.test(purpose.action);
    for (let [tries, mayMove] = [1, true]; ;) {
      throwIfCancelled(signal);
      while (this.#limit.isFull && !signal.aborted) await this.#limit.turn(signal);
      const region = this.regions.current;
      const begun = this.#limit.begin();
      let failure: RequestFailure;
      try {
        if (isWrite) this.onWrite();
        const operations: Operations = region.requests;
        const sending = operations[operation](request, signal);
        const answer = await (region.client.hasKeys ? sending : abortable(sending, signal));
        this.#successes += 1;
        this.#limit.end(begun, 'success');
        return answer;
      } catch (thrown) {
        failure = this.#failureOf(thrown, purpose);
        this.#limit.end(begun, TOO_MUCH.has(failure.error.code) ? 'too much' : 'failure');
        course.isUnanswered ||= isWrite && !isRefusal(thrown);
        // After a cancel, the cancel is the cause of any failure.
        if (signal.aborted) throw new SyncError('cancelled', {}, { cause: thrown });
      }
      // Once per try: a server that redirects from region to region would never end.
      if (mayMove && (await this.regions.moveOn(region, failure, signal))) {
        mayMove = false;
        continue;
      }
      if (++course.failures <= FAILURES_TO_BEGIN_WITH) course.successesBefore = this.#successes;
      await waitForNextTry(tries, this.#patiently(failure), signal);
      [tries, mayMove] = [tries + 1, true];
    }
  }

  /** The final error of a request, with what more is known of its cause. */
  async #explained(error: unknown, { purpose, signal, successesBefore }: Course): Promise<unknown> {
    if (hasCode(error, 'wrong-credentials')) return this.#doubted(error);
    const { requests } = this.regions.current;
    if (isDenial(error) && (await this.#denials.concernAll(purpose, requests, signal)))
      return ofAllFiles(error);
    const nothingSucceeds = this.#successes === successesBefore;
    if (nothingSucceeds && isBrokenConnection(error)) return this.#unlessServerIsGone(error, signal);
    return error;
  }

  /**
   * Called where all tries of a request failed and no other request has succeeded meanwhile. A proxy may accept
   * connections for a server that is gone, or refuse this one request by closing its connection, as some do with
   * bodies that are too large for them. The smallest request tells which. Returns the error, or `no-network` with its
   * words where nothing answers.
   */
  async #unlessServerIsGone(error: unknown, signal: AbortSignal): Promise<unknown> {
    try {
      await this.regions.headBucket(signal);
    } catch (thrown) {
      if (isAnswer(thrown)) return error;
      throwIfCancelled(signal);
      const { data, cause } = asSyncError(error);
      // An https server closes a connection that begins with http, without an answer.
      const other = data.endpoint?.startsWith('http:') === true ? withOtherScheme(data) : {};
      return new SyncError('no-network', { ...data, ...other }, { cause });
    }
    return error;
  }

  /** Adds to refused keys the problem that is visible in them. */
  async #doubted({ code, data, cause }: SyncError): Promise<SyncError> {
    const keys = data.keys ?? suspectedProblemOf(await this.regions.current.client.keys());
    return new SyncError(code, { ...data, ...(keys !== undefined && { keys }) }, { cause });
  }

  #failureOf(thrown: unknown, purpose: Purpose): RequestFailure {
    const { bucket, current } = this.regions;
    return failureOf(thrown, { ...this.about, bucket, region: current.name, ...purpose });
  }

  /** A mistyped endpoint fails fast; a server that has answered before gets more tries. */
  #patiently(failure: RequestFailure): RequestFailure {
    return failure.error.code === 'no-network' && failure.patience === 'brief' && this.#successes > 0
      ? { ...failure, patience: 'long' }
      : failure;
  }
}

const toRead = ({ key, versionId }: ObjectVersion): Purpose => ({
  action: versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion',
  file: key,
});
