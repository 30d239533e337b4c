import { SyncError } from '../core/errors.js';
import type {
  Expected,
  ObjectDownload,
  ObjectHead,
  ObjectInfo,
  ObjectStore,
  PartsWatch,
  Protection,
  UploadInfo,
} from '../core/ports/ports.js';
import { BucketLook } from './requests/bucketLook.js';
import type { ConditionKnowledge } from './conditions/conditionKnowledge.js';
import { ConditionalWrites } from './conditions/conditionalWrites.js';
import { copyObject } from './copy.js';
import { COPY_LIMITS, copyInParts, type CopyLimits } from './copyInParts.js';
import { downloadIn } from './download.js';
import { changedInS3 } from '../core/commonErrors.js';
import { ListedEtags, type Listed } from './requests/listedEtags.js';
import { listPages } from './requests/listing.js';
import { listSideBySide, type PagesFrom } from './listingSideBySide.js';
import { abandonParts, uploadParts, type Complete } from './multipart.js';
import { objectHeadOf } from './requests/objectHead.js';
import { ObjectLook } from './requests/objectLook.js';
import type { ObjectBody, ObjectRequests } from './requests/objectRequests.js';
import type { S3Requests } from './requests/s3Requests.js';
import { UploadWrite } from './conditions/uploadWrite.js';
import { deleteObject, putObject } from './requests/writeRequests.js';

/** The objects of one bucket. */
export class S3ObjectStore implements ObjectStore {
  readonly #look: ObjectLook;
  readonly #bucketLook: BucketLook;
  readonly #listedEtags: ListedEtags;

  constructor(
    private readonly requests: S3Requests,
    private readonly objects: ObjectRequests,
    private readonly knowledge: ConditionKnowledge,
    private readonly copyLimits: CopyLimits = COPY_LIMITS,
  ) {
    this.#look = new ObjectLook(requests, objects);
    this.#bucketLook = new BucketLook(requests, objects);
    this.#listedEtags = new ListedEtags(this.#look);
  }

  get protection(): Protection {
    return this.knowledge.protection;
  }

  get keepsVersions(): boolean | undefined {
    return this.knowledge.keepsVersions;
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
      listPages(this.requests, this.objects, { prefix, ...start }, pagesSignal);
    for await (const { objects } of listSideBySide(pagesFrom, known, signal)) {
      yield await this.#look.rowsOf(objects, signal);
    }
  }

  async head(key: string, signal: AbortSignal, listed?: Listed): Promise<ObjectHead | undefined> {
    const head = await this.#look.head(key, signal);
    return head && this.#listedEtags.asListed(head, listed, signal);
  }

  async isAbsent(key: string, signal: AbortSignal): Promise<boolean> {
    if ((await this.#look.head(key, signal)) !== undefined) return false;
    await this.#bucketLook.isThere(key, signal);
    return true;
  }

  async get(key: string, signal: AbortSignal, listed?: Listed): Promise<ObjectDownload> {
    const about = { file: key, bucket: this.requests.bucket, action: 's3:GetObject' };
    const headOf = async (answer: ObjectBody): Promise<ObjectHead> =>
      this.#listedEtags.asListed(
        await this.#look.completed(key, answer, listed?.size, signal),
        listed,
        signal,
      );
    return downloadIn(await this.#sendGet(key, signal), headOf, about, signal);
  }

  async getVersion(key: string, versionId: string, signal: AbortSignal): Promise<ObjectDownload> {
    const about = { file: key, bucket: this.requests.bucket, action: 's3:GetObjectVersion' };
    const answer = await this.requests.run(
      { action: about.action, key },
      (client, options) => this.objects.get(client, key, options, versionId),
      signal,
    );
    return downloadIn(answer, () => objectHeadOf(key, answer), about, signal);
  }

  async headVersion(key: string, versionId: string, signal: AbortSignal): Promise<ObjectHead | undefined> {
    try {
      return await this.requests.run(
        { action: 's3:GetObjectVersion', key },
        async (client, options) =>
          objectHeadOf(key, await this.objects.head(client, key, options, versionId)),
        signal,
      );
    } catch (error) {
      if (error instanceof SyncError && error.code === 'object-missing') return undefined;
      throw error;
    }
  }

  async #sendGet(key: string, signal: AbortSignal): Promise<ObjectBody> {
    try {
      return await this.requests.run(
        { action: 's3:GetObject', key },
        (client, options) => this.objects.get(client, key, options),
        signal,
      );
    } catch (error) {
      if (!(await this.#look.isAbsent(key, error, signal))) throw error;
      throw new SyncError('object-missing', { file: key, bucket: this.requests.bucket }, { cause: error });
    }
  }

  async put(
    key: string,
    content: Uint8Array,
    info: UploadInfo,
    expected: Expected,
    signal: AbortSignal,
  ): Promise<{ etag: string }> {
    const put = (own: Expected) => this.#putWhole(key, content, info, own, signal);
    return this.#onOwn(key, expected, put, signal);
  }

  async #putWhole(
    key: string,
    content: Uint8Array,
    info: UploadInfo,
    expected: Expected,
    signal: AbortSignal,
  ): Promise<{ etag: string }> {
    const upload = new UploadWrite(key, info, expected);
    return this.#writes(signal).perform(
      upload.sentBy(async (condition, answerWasLost) => {
        const sent = putObject(
          this.requests,
          this.objects,
          { key, content, info },
          condition,
          answerWasLost,
          signal,
        );
        const { etag, versionId } = await sent;
        await this.knowledge.noticeVersion(versionId);
        return etag === '' ? this.#storedBy(upload, signal) : { etag };
      }),
    );
  }

  async putParts(
    key: string,
    parts: AsyncIterable<Uint8Array>,
    info: UploadInfo,
    expected: Expected,
    signal: AbortSignal,
    watch?: PartsWatch,
  ): Promise<{ etag: string }> {
    const writes = this.#writes(signal);
    // Before the first part as well: it may be gigabytes that would be sent in vain.
    const look = async (own: Expected) => {
      const looked = new UploadWrite(key, info, own);
      return { upload: looked, done: await writes.look(looked) };
    };
    const { upload, done } = await this.#onOwn(key, expected, look, signal);
    if (done !== undefined) return done;
    const head = (): Promise<ObjectHead | undefined> => this.head(key, signal);
    const finish = (complete: Complete) => writes.performLooking(upload.sentBy(complete));
    return uploadParts(this.requests, key, parts, info, head, finish, signal, watch);
  }

  abandonParts(key: string, uploadId: string, signal: AbortSignal): Promise<void> {
    return abandonParts(this.requests, { key, id: uploadId }, signal);
  }

  async delete(key: string, listed: { readonly etag: string }, signal: AbortSignal): Promise<void> {
    const remove = (etag: string) => this.#deleteOwn(key, { etag }, signal);
    await this.#listedEtags.withOwn(key, { etag: listed.etag }, remove, signal);
  }

  async #deleteOwn(key: string, expected: { readonly etag: string }, signal: AbortSignal): Promise<void> {
    await this.#writes(signal).perform({
      kind: 'delete',
      key,
      expected,
      send: async (condition) => {
        await deleteObject(this.requests, this.objects, key, condition, signal);
        return 'gone';
      },
      resultIn: (head) => (head === undefined ? 'gone' : undefined),
      countsAsDone: () => true,
    });
  }

  async copy(
    from: Parameters<ObjectStore['copy']>[0],
    to: string,
    signal: AbortSignal,
    watch?: PartsWatch,
  ): Promise<{ etag: string }> {
    const head = (key: string, headSignal: AbortSignal) => this.head(key, headSignal);
    const { size = 0 } = from;
    const copy = (etag: string): Promise<{ etag: string }> => {
      const own = { ...from, etag };
      if (size > this.copyLimits.largest) {
        return copyInParts(this.requests, { ...own, size }, to, this.copyLimits, head, signal, watch);
      }
      return copyObject(this.requests, this.objects, own, to, head, signal);
    };
    // A version is looked at, never listed.
    if (from.versionId !== undefined) return copy(from.etag);
    return this.#listedEtags.withOwn(from.key, from, copy, signal);
  }

  #onOwn<T>(
    key: string,
    expected: Expected,
    act: (own: Expected) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    if (expected === 'absent') return act(expected);
    return this.#listedEtags.withOwn(key, { etag: expected.etag }, (etag) => act({ etag }), signal);
  }

  #writes(signal: AbortSignal): ConditionalWrites {
    return new ConditionalWrites(this.knowledge, (key) => this.head(key, signal));
  }

  /** What an upload has left, where its answer does not say. Throws `changed-during-sync` where that is gone again. */
  async #storedBy(upload: UploadWrite, signal: AbortSignal): Promise<{ etag: string }> {
    const head = await this.head(upload.key, signal);
    if (head === undefined || !upload.mayHaveLeft(head)) throw changedInS3(upload.key);
    return { etag: head.etag };
  }

  useFewerConnections(): void {
    this.requests.doWithLess();
  }

  close(): void {
    this.requests.close();
  }
}
