import type { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Condition } from './conditionalWrites.js';
import type { ListingAnswer, ListingRequest } from './listingAnswer.js';
import { base64Of, type ObjectAnswer } from './objectHead.js';
import type { NewObject, ObjectBody, ObjectCopy, ObjectRequests } from './objectRequests.js';
import type { RequestOptions } from './s3Requests.js';

/** Requests made by `@aws-sdk/client-s3`: for every bucket, whatever is configured. */
export class SdkObjectRequests implements ObjectRequests {
  constructor(private readonly bucket: string) {}

  list(
    client: S3Client,
    { prefix, delimiter, token }: ListingRequest,
    options: RequestOptions,
  ): Promise<ListingAnswer> {
    const command = new ListObjectsV2Command({
      Bucket: this.bucket,
      Prefix: prefix,
      Delimiter: delimiter,
      ContinuationToken: token,
      // Keys may hold characters that XML cannot.
      EncodingType: 'url',
    });
    return client.send(command, options);
  }

  put(
    client: S3Client,
    { key, content, info }: NewObject,
    condition: Condition,
    options: RequestOptions,
  ): Promise<ObjectAnswer> {
    const command = new PutObjectCommand({
      ...this.#at(key),
      Body: content,
      ContentLength: content.byteLength,
      ContentType: info.contentType,
      ContentMD5: base64Of(info.md5),
      Metadata: { sha256: info.sha256 },
      ...condition,
    });
    return client.send(command, options);
  }

  async get(client: S3Client, key: string, options: RequestOptions): Promise<ObjectBody> {
    const answer = await client.send(new GetObjectCommand(this.#at(key)), options);
    return { ...answer, Body: answer.Body as Readable | undefined };
  }

  head(client: S3Client, key: string, options: RequestOptions): Promise<ObjectAnswer> {
    return client.send(new HeadObjectCommand(this.#at(key)), options);
  }

  async copy(
    client: S3Client,
    { to, source, etag }: ObjectCopy,
    options: RequestOptions,
  ): Promise<ObjectAnswer> {
    const command = new CopyObjectCommand({ ...this.#at(to), CopySource: source, CopySourceIfMatch: etag });
    return { ETag: (await client.send(command, options)).CopyObjectResult?.ETag };
  }

  async delete(client: S3Client, key: string, condition: Condition, options: RequestOptions): Promise<void> {
    await client.send(new DeleteObjectCommand({ ...this.#at(key), ...condition }), options);
  }

  #at(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.bucket, Key: key };
  }
}
