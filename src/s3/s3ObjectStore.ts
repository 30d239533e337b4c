import type { Readable } from 'node:stream';
import { SyncError } from '../sync/errors.js';
import type {
  Expected,
  ObjectDownload,
  ObjectHead,
  ObjectInfo,
  ObjectStore,
  PartsWatch,
  Protection,
  UploadInfo,
} from '../sync/ports.js';
import type { ConditionKnowledge } from './conditionKnowledge.js';
import { ConditionalWrites } from './conditionalWrites.js';
import { copyObject } from './copy.js';
import { downloadOf } from './download.js';
import { isUnexplained } from './errors.js';
import { listPages } from './listing.js';
import { listSideBySide, type PagesFrom } from './listingSideBySide.js';
import { loadSdk } from './loadSdk.js';
import { abandonParts, uploadParts, type Complete } from './multipart.js';
import { objectHeadOf, type ObjectAnswer } from './objectHead.js';
import type { ObjectRequests } from './objectRequests.js';
import type { RegionClient } from './regionClient.js';
import type { RequestOptions, S3Requests } from './s3Requests.js';
import { UploadWrite } from './uploadWrite.js';
import { deleteObject, putObject } from './writeRequests.js';

/** The objects of one bucket. */
export class S3ObjectStore implements ObjectStore {
  constructor(
    private readonly requests: S3Requests,
    private readonly objects: ObjectRequests,
    private readonly knowledge: ConditionKnowledge,
  ) {}

  get protection(): Protection {
    return this.knowledge.protection;
  }

  get keepsVersions(): boolean | undefined {
    return this.knowledge.keepsVersions;
  }

  async *list(
    prefix: string,
    signal: AbortSignal,
    known: Iterable<string> = [],
  ): AsyncGenerator<readonly ObjectInfo[]> {
    const pagesFrom: PagesFrom = (start, pagesSignal) =>
      listPages(this.requests, this.objects, { prefix, ...start }, pagesSignal);
    for await (const { objects } of listSideBySide(pagesFrom, known, signal)) yield objects;
  }

  async head(key: string, signal: AbortSignal): Promise<ObjectHead | undefined> {
    try {
      return await this.requests.run(
        { action: 's3:GetObject', key },
        async (client, options) => objectHeadOf(key, await this.#sendHead(client, key, options)),
        signal,
      );
    } catch (error) {
      if (error instanceof SyncError && error.code === 'object-missing') return undefined;
      throw error;
    }
  }

  async get(key: string, signal: AbortSignal): Promise<ObjectDownload> {
    const about = { file: key, bucket: this.requests.bucket, action: 's3:GetObject' };
    return this.requests.run(
      { action: 's3:GetObject', key },
      async (client, options) => downloadOf(key, await this.objects.get(client, key, options), about, signal),
      signal,
    );
  }

  async put(
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
        return { etag };
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
    const upload = new UploadWrite(key, info, expected);
    const writes = this.#writes(signal);
    // Before the first part as well: it may be gigabytes that would be sent in vain.
    const done = await writes.look(upload);
    if (done !== undefined) return done;
    const head = (): Promise<ObjectHead | undefined> => this.head(key, signal);
    const finish = (complete: Complete) => writes.performLooking(upload.sentBy(complete));
    return uploadParts(this.requests, key, parts, info, head, finish, signal, watch);
  }

  abandonParts(key: string, uploadId: string, signal: AbortSignal): Promise<void> {
    return abandonParts(this.requests, { key, id: uploadId }, signal);
  }

  async delete(key: string, expected: { readonly etag: string }, signal: AbortSignal): Promise<void> {
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

  copy(
    from: { readonly key: string; readonly versionId?: string; readonly etag: string },
    to: string,
    signal: AbortSignal,
  ): Promise<{ etag: string }> {
    const head = (key: string, headSignal: AbortSignal) => this.head(key, headSignal);
    return copyObject(this.requests, this.objects, from, to, head, signal);
  }

  #writes(signal: AbortSignal): ConditionalWrites {
    return new ConditionalWrites(this.knowledge, (key) => this.head(key, signal));
  }

  /** Where a HEAD is refused, a GET of one byte is refused for the same reason, and says which. */
  async #sendHead(client: RegionClient, key: string, options: RequestOptions): Promise<ObjectAnswer> {
    try {
      return await this.objects.head(client, key, options);
    } catch (error) {
      if (!isUnexplained(error)) throw error;
      const { GetObjectCommand } = await loadSdk();
      const firstByte = { Bucket: this.requests.bucket, Key: key, Range: 'bytes=0-0' };
      const explained = await (await client.sdk()).send(new GetObjectCommand(firstByte), options);
      (explained.Body as Readable | undefined)?.destroy();
      throw error;
    }
  }

  close(): void {
    this.requests.close();
  }
}
