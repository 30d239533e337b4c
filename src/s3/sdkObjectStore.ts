import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type HeadObjectCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { SyncError } from '../sync/errors.js';
import type {
  Expected,
  ObjectDownload,
  ObjectHead,
  ObjectInfo,
  ObjectStore,
  Protection,
  UploadInfo,
} from '../sync/ports.js';
import { copyObject } from './copy.js';
import { downloadOf } from './download.js';
import { isUnexplained } from './errors.js';
import { changedInS3, isAsExpected } from './expectation.js';
import { listPages } from './listing.js';
import { uploadParts } from './multipart.js';
import { base64Of, checkStored, objectHeadOf } from './objectHead.js';
import type { RequestOptions, S3Requests } from './s3Requests.js';

/** The objects of one bucket, over `@aws-sdk/client-s3`. */
export class SdkObjectStore implements ObjectStore {
  readonly protection: Protection = {
    create: 're-check',
    replace: 're-check',
    delete: 're-check',
    etagQuotes: 'with',
  };

  constructor(private readonly requests: S3Requests) {}

  async *list(prefix: string, signal: AbortSignal): AsyncGenerator<readonly ObjectInfo[]> {
    for await (const { objects } of listPages(this.requests, { prefix }, signal)) yield objects;
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
    const command = new GetObjectCommand({ Bucket: this.requests.bucket, Key: key });
    const about = { file: key, bucket: this.requests.bucket, action: 's3:GetObject' };
    return this.requests.run(
      { action: 's3:GetObject', key },
      async (client, options) => downloadOf(key, await client.send(command, options), about, signal),
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
    await this.#requireStill(key, expected, signal);
    const command = new PutObjectCommand({
      Bucket: this.requests.bucket,
      Key: key,
      Body: content,
      ContentLength: content.byteLength,
      ContentType: info.contentType,
      ContentMD5: base64Of(info.md5),
      Metadata: { sha256: info.sha256 },
    });
    const { ETag } = await this.requests.run(
      { action: 's3:PutObject', key },
      async (client, options) => {
        const answer = await client.send(command, options);
        checkStored(answer, info.md5, key);
        return answer;
      },
      signal,
    );
    if (ETag === undefined)
      throw new SyncError('server-error', { file: key, cause: 'the answer has no ETag' });
    return { etag: ETag };
  }

  async putParts(
    key: string,
    parts: AsyncIterable<Uint8Array>,
    info: UploadInfo,
    expected: Expected,
    signal: AbortSignal,
  ): Promise<{ etag: string }> {
    await this.#requireStill(key, expected, signal);
    const look = {
      head: (headSignal: AbortSignal) => this.head(key, headSignal),
      beforeComplete: () => this.#requireStill(key, expected, signal),
    };
    return uploadParts(this.requests, key, parts, info, look, signal);
  }

  async delete(key: string, expected: { readonly etag: string }, signal: AbortSignal): Promise<void> {
    const head = await this.head(key, signal);
    if (head === undefined) return;
    if (!isAsExpected(head, expected)) throw changedInS3(key);
    const command = new DeleteObjectCommand({ Bucket: this.requests.bucket, Key: key });
    try {
      await this.requests.run(
        { action: 's3:DeleteObject', key },
        (client, options) => client.send(command, options),
        signal,
      );
    } catch (error) {
      // S3 says 204 for what is not there; some servers say 404.
      if (!(error instanceof SyncError) || error.code !== 'object-missing') throw error;
    }
  }

  copy(
    from: { readonly key: string; readonly versionId?: string; readonly etag: string },
    to: string,
    signal: AbortSignal,
  ): Promise<{ etag: string }> {
    const head = (key: string, headSignal: AbortSignal) => this.head(key, headSignal);
    return copyObject(this.requests, from, to, head, signal);
  }

  async #requireStill(key: string, expected: Expected, signal: AbortSignal): Promise<void> {
    if (!isAsExpected(await this.head(key, signal), expected)) throw changedInS3(key);
  }

  /** Where a HEAD is refused, a GET of one byte is refused for the same reason, and says which. */
  async #sendHead(client: S3Client, key: string, options: RequestOptions): Promise<HeadObjectCommandOutput> {
    const object = { Bucket: this.requests.bucket, Key: key };
    try {
      return await client.send(new HeadObjectCommand(object), options);
    } catch (error) {
      if (!isUnexplained(error)) throw error;
      const explained = await client.send(new GetObjectCommand({ ...object, Range: 'bytes=0-0' }), options);
      (explained.Body as Readable | undefined)?.destroy();
      throw error;
    }
  }

  close(): void {
    this.requests.close();
  }
}
