import type { Readable } from 'node:stream';
import type { Condition } from '../conditions/conditionalWrites.js';
import type { ListingAnswer, ListingRequest } from '../wire/listingAnswer.js';
import { base64Of } from './objectHead.js';
import type { ObjectAnswer } from './objectRequests.js';
import type { NewObject, ObjectBody, ObjectCopy, ObjectRequests } from './objectRequests.js';
import { loadSdk } from '../client/loadSdk.js';
import type { RegionClient } from '../client/regionClient.js';
import type { RequestOptions } from './requestPurpose.js';

/** Requests made by `@aws-sdk/client-s3`: for every bucket, whatever is configured. */
export class SdkObjectRequests implements ObjectRequests {
  constructor(private readonly bucket: string) {}

  async list(
    client: RegionClient,
    { prefix, delimiter, token, startAfter }: ListingRequest,
    options: RequestOptions,
  ): Promise<ListingAnswer> {
    const { ListObjectsV2Command } = await loadSdk();
    const command = new ListObjectsV2Command({
      Bucket: this.bucket,
      Prefix: prefix,
      Delimiter: delimiter,
      ContinuationToken: token,
      StartAfter: startAfter,
      // Keys may hold characters that XML cannot.
      EncodingType: 'url',
    });
    return (await client.sdk()).send(command, options);
  }

  async put(
    client: RegionClient,
    { key, content, info }: NewObject,
    condition: Condition,
    options: RequestOptions,
  ): Promise<ObjectAnswer> {
    const { PutObjectCommand } = await loadSdk();
    const command = new PutObjectCommand({
      ...this.#at(key),
      Body: content,
      ContentLength: content.byteLength,
      ContentType: info.contentType,
      ContentMD5: base64Of(info.md5),
      Metadata: { sha256: info.sha256 },
      ...condition,
    });
    return (await client.sdk()).send(command, options);
  }

  async get(
    client: RegionClient,
    key: string,
    options: RequestOptions,
    versionId?: string,
  ): Promise<ObjectBody> {
    const { GetObjectCommand } = await loadSdk();
    const command = new GetObjectCommand({ ...this.#at(key), VersionId: versionId });
    const answer = await (await client.sdk()).send(command, options);
    const body = answer.Body as Readable | undefined;
    // Without a listener an error that comes while nobody reads would end the process.
    body?.on('error', () => undefined);
    return { ...answer, Body: body };
  }

  async head(
    client: RegionClient,
    key: string,
    options: RequestOptions,
    versionId?: string,
  ): Promise<ObjectAnswer> {
    const { HeadObjectCommand } = await loadSdk();
    const command = new HeadObjectCommand({ ...this.#at(key), VersionId: versionId });
    return (await client.sdk()).send(command, options);
  }

  async copy(
    client: RegionClient,
    { to, source, etag }: ObjectCopy,
    options: RequestOptions,
  ): Promise<ObjectAnswer> {
    const { CopyObjectCommand } = await loadSdk();
    const command = new CopyObjectCommand({ ...this.#at(to), CopySource: source, CopySourceIfMatch: etag });
    return { ETag: (await (await client.sdk()).send(command, options)).CopyObjectResult?.ETag };
  }

  async delete(
    client: RegionClient,
    key: string,
    condition: Condition,
    options: RequestOptions,
  ): Promise<void> {
    const { DeleteObjectCommand } = await loadSdk();
    await (await client.sdk()).send(new DeleteObjectCommand({ ...this.#at(key), ...condition }), options);
  }

  #at(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.bucket, Key: key };
  }
}
