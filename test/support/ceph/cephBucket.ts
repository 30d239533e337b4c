import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { forEachLimited } from '../../../src/core/concurrency/limited.js';

const AT_ONCE = 16;
const NEVER = new AbortController().signal;

/** Direct access to a bucket: reads, writes and deletes its objects without the code under test. */
export class CephBucket {
  constructor(
    private readonly client: S3Client,
    readonly name: string,
  ) {}

  async put(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    await forEachLimited([...files], AT_ONCE, NEVER, async ([key, bytes]) => {
      await this.client.send(new PutObjectCommand({ Bucket: this.name, Key: key, Body: bytes }));
    });
  }

  async delete(keys: readonly string[]): Promise<void> {
    await forEachLimited([...keys], AT_ONCE, NEVER, async (key) => {
      await this.client.send(new DeleteObjectCommand({ Bucket: this.name, Key: key }));
    });
  }

  async get(key: string): Promise<Uint8Array> {
    const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.name, Key: key }));
    if (Body === undefined) throw new Error(`${key} has no body`);
    return Body.transformToByteArray();
  }

  /** The number of uploaded parts, by key, of multipart uploads that were neither completed nor aborted. */
  async unfinishedUploads(): Promise<Map<string, number>> {
    const { Uploads = [] } = await this.client.send(new ListMultipartUploadsCommand({ Bucket: this.name }));
    const found = new Map<string, number>();
    for (const { Key = '', UploadId } of Uploads) {
      const { Parts = [] } = await this.client.send(
        new ListPartsCommand({ Bucket: this.name, Key, UploadId }),
      );
      found.set(Key, Parts.length);
    }
    return found;
  }

  /** The objects below a prefix, by the key without the prefix. */
  async read(prefix: string): Promise<Map<string, Uint8Array>> {
    const keys: string[] = [];
    for await (const page of paginateListObjectsV2(
      { client: this.client },
      { Bucket: this.name, Prefix: prefix },
    )) {
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
    }
    const found = new Map<string, Uint8Array>();
    await forEachLimited(keys, AT_ONCE, NEVER, async (key) => {
      found.set(key.slice(prefix.length), await this.get(key));
    });
    return found;
  }
}
