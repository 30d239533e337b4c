import { hasCode, SyncError } from '../core/errors.js';
import type {
  Expected,
  NewLargeObject,
  NewObject,
  ObjectDownload,
  ObjectHead,
  ObjectInfo,
  ObjectStore,
  PartsWatch,
  Protection,
} from '../core/ports/objectStore.js';
import { BucketCheck } from './reading/bucketCheck.js';
import { downloadIn } from './reading/download.js';
import { ListedEtags, type Listed } from './reading/listedEtags.js';
import { listPages } from './reading/listing.js';
import { listInParallel, type PagesFrom } from './reading/parallelListing.js';
import { objectHeadOf } from './reading/objectHead.js';
import { ObjectLookup } from './reading/objectLookup.js';
import type { ObjectBody } from './requests/objectAnswer.js';
import type { RetriedRequests } from './requests/retriedRequests.js';
import { ConditionalWrites } from './writing/conditionalWrites.js';
import type { ConditionSupport } from './writing/conditionSupport.js';
import { copyObject, type CopiedObject } from './writing/copy.js';
import { COPY_LIMITS, copyInParts, type CopyLimits } from './writing/copyInParts.js';
import { abandonParts, uploadInParts } from './writing/multipart.js';

/** The objects of one bucket. */
export class S3ObjectStore implements ObjectStore {
  readonly #lookup: ObjectLookup;
  readonly #bucketCheck: BucketCheck;
  readonly #listedEtags: ListedEtags;
  readonly #writes: ConditionalWrites;

  constructor(
    private readonly requests: RetriedRequests,
    private readonly support: ConditionSupport,
    private readonly copyLimits: CopyLimits = COPY_LIMITS,
  ) {
    this.#lookup = new ObjectLookup(requests);
    this.#bucketCheck = new BucketCheck(requests);
    this.#listedEtags = new ListedEtags(this.#lookup);
    this.#writes = new ConditionalWrites({ requests, lookup: this.#lookup, support }, this.#listedEtags);
  }

  get protection(): Protection {
    return this.support.protection;
  }

  get keepsVersions(): boolean | undefined {
    return this.support.keepsVersions;
  }

  get serverTimeMs(): number | undefined {
    return this.requests.serverTimeMs;
  }

  async *list(
    prefix: string,
    signal: AbortSignal,
    known: Iterable<string> = [],
  ): AsyncGenerator<readonly ObjectInfo[]> {
    const pagesFrom: PagesFrom = (start, pagesSignal) =>
      listPages(this.requests, { prefix, ...start }, pagesSignal);
    for await (const { objects } of listInParallel(pagesFrom, known, signal)) {
      yield await this.#lookup.rowsOf(objects, signal);
    }
  }

  async head(key: string, signal: AbortSignal, listed?: Listed): Promise<ObjectHead | undefined> {
    const head = await this.#lookup.head(key, signal);
    return head && this.#listedEtags.asListed(head, listed, signal);
  }

  async isAbsent(key: string, signal: AbortSignal): Promise<boolean> {
    if ((await this.#lookup.head(key, signal)) !== undefined) return false;
    await this.#bucketCheck.ensureExists(key, signal);
    return true;
  }

  async headVersion(key: string, versionId: string, signal: AbortSignal): Promise<ObjectHead | undefined> {
    try {
      return objectHeadOf(key, await this.requests.head({ key, versionId }, signal));
    } catch (error) {
      if (hasCode(error, 'object-missing')) return undefined;
      throw error;
    }
  }

  async get(key: string, signal: AbortSignal, listed?: Listed): Promise<ObjectDownload> {
    const answer = await this.#sendGet(key, signal);
    const about = { file: key, bucket: this.requests.bucket, action: 's3:GetObject' };
    return downloadIn(answer, this.#headIn(key, answer, listed, signal), about, signal);
  }

  async #sendGet(key: string, signal: AbortSignal): Promise<ObjectBody> {
    try {
      return await this.requests.get({ key }, signal);
    } catch (error) {
      if (!(await this.#lookup.isAbsent(key, error, signal))) throw error;
      throw new SyncError('object-missing', { file: key, bucket: this.requests.bucket }, { cause: error });
    }
  }

  async #headIn(
    key: string,
    answer: ObjectBody,
    listed: Listed | undefined,
    signal: AbortSignal,
  ): Promise<ObjectHead> {
    const head = await this.#lookup.completed(key, answer, listed?.size, signal);
    return this.#listedEtags.asListed(head, listed, signal);
  }

  async getVersion(key: string, versionId: string, signal: AbortSignal): Promise<ObjectDownload> {
    const answer = await this.requests.get({ key, versionId }, signal);
    const about = { file: key, bucket: this.requests.bucket, action: 's3:GetObjectVersion' };
    const completing = Promise.resolve(answer).then((said) => objectHeadOf(key, said));
    return downloadIn(answer, completing, about, signal);
  }

  put(object: NewObject, expected: Expected, signal: AbortSignal): Promise<{ etag: string }> {
    const { key, content, info } = object;
    return this.#writes.perform({ operation: 'put', key, content, info, expected }, signal);
  }

  putParts(
    object: NewLargeObject,
    expected: Expected,
    signal: AbortSignal,
    watch?: PartsWatch,
  ): Promise<{ etag: string }> {
    const tools = { requests: this.requests, writes: this.#writes };
    return uploadInParts(tools, { ...object, expected }, signal, watch);
  }

  abandonParts(key: string, uploadId: string, signal: AbortSignal): Promise<void> {
    return abandonParts(this.requests, { key, id: uploadId }, signal);
  }

  async delete(key: string, { etag }: { readonly etag: string }, signal: AbortSignal): Promise<void> {
    await this.#writes.perform({ operation: 'delete', key, expected: { etag } }, signal);
  }

  async copy(
    from: CopiedObject,
    to: string,
    signal: AbortSignal,
    watch?: PartsWatch,
  ): Promise<{ etag: string }> {
    // The ETag of a version comes from a HEAD, never from a listing.
    if (from.versionId !== undefined) return this.#copyOwn(from, to, signal, watch);
    const { key } = from;
    const etag = this.#listedEtags.ownOf(key, from.etag);
    try {
      return await this.#copyOwn({ ...from, etag }, to, signal, watch);
    } catch (error) {
      const other = await this.#listedEtags.otherThan(etag, from, error, signal);
      return this.#copyOwn({ ...from, etag: other }, to, signal, watch);
    }
  }

  #copyOwn(
    from: CopiedObject,
    to: string,
    signal: AbortSignal,
    watch: PartsWatch | undefined,
  ): Promise<{ etag: string }> {
    const { requests, copyLimits } = this;
    const { size = 0 } = from;
    const tools = { requests, lookup: this.#lookup, copyLimits };
    if (size > copyLimits.largest) return copyInParts(tools, { from: { ...from, size }, to }, signal, watch);
    return copyObject(tools, from, to, signal);
  }

  useFewerConnections(): void {
    this.requests.useFewerConnections();
  }

  close(): void {
    this.requests.close();
  }
}
