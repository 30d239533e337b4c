import type { Readable } from 'node:stream';
import { loadSdk } from '../client/loadSdk.js';
import { base64Of, copySourceOf } from '../wire/headers.js';
import type { ListingAnswer } from '../wire/listingAnswer.js';
import type {
  CopyRequest,
  DeleteRequest,
  GetRequest,
  ListingRequest,
  ObjectVersion,
  PutRequest,
  RegionRequests,
} from './bucketRequests.js';
import { explainRefusal } from './explainRefusal.js';
import type { ObjectAnswer, ObjectBody } from './objectAnswer.js';
import { conditionOf, objectAnswerOf, SdkMultipartRequests } from './sdkMultipartRequests.js';

/** Requests made by `@aws-sdk/client-s3`: for every bucket and every configuration. */
export class SdkRequests extends SdkMultipartRequests implements RegionRequests {
  async list(
    { prefix, delimiter, token, startAfter }: ListingRequest,
    signal: AbortSignal,
  ): Promise<ListingAnswer> {
    const { ListObjectsV2Command } = await loadSdk();
    const command = new ListObjectsV2Command({
      Bucket: this.bucket,
      Prefix: prefix,
      Delimiter: delimiter,
      ContinuationToken: token,
      StartAfter: startAfter,
      // Keys may contain characters that XML cannot.
      EncodingType: 'url',
    });
    const answer = await (await this.client.sdk()).send(command, { abortSignal: signal });
    const { Contents = [], CommonPrefixes = [] } = answer;
    return {
      objects: Contents.map(({ Key, Size, ETag }) => ({ key: Key, size: Size, etag: ETag })),
      folders: CommonPrefixes.map(({ Prefix }) => Prefix),
      count: answer.KeyCount,
      isTruncated: answer.IsTruncated,
      nextToken: answer.NextContinuationToken,
      encoding: answer.EncodingType,
    };
  }

  async put({ key, content, info, condition }: PutRequest, signal: AbortSignal): Promise<ObjectAnswer> {
    const { PutObjectCommand } = await loadSdk();
    const command = new PutObjectCommand({
      ...this.at(key),
      Body: content,
      ContentLength: content.byteLength,
      ContentType: info.contentType,
      ContentMD5: base64Of(info.md5),
      Metadata: { sha256: info.sha256 },
      ...conditionOf(condition),
    });
    return objectAnswerOf(await (await this.client.sdk()).send(command, { abortSignal: signal }));
  }

  async get({ key, versionId, range }: GetRequest, signal: AbortSignal): Promise<ObjectBody> {
    const { GetObjectCommand } = await loadSdk();
    const command = new GetObjectCommand({ ...this.at(key), VersionId: versionId, Range: range });
    const answer = await (await this.client.sdk()).send(command, { abortSignal: signal });
    const body = answer.Body as Readable | undefined;
    // Without a listener, an error while nobody reads would end the process.
    body?.on('error', () => undefined);
    return { ...objectAnswerOf(answer), body };
  }

  async head(request: ObjectVersion, signal: AbortSignal): Promise<ObjectAnswer> {
    const { HeadObjectCommand } = await loadSdk();
    const { key, versionId } = request;
    const command = new HeadObjectCommand({ ...this.at(key), VersionId: versionId });
    try {
      return objectAnswerOf(await (await this.client.sdk()).send(command, { abortSignal: signal }));
    } catch (error) {
      await explainRefusal(error, this, request, signal);
      throw error;
    }
  }

  async copy({ from, to, ifMatch }: CopyRequest, signal: AbortSignal): Promise<ObjectAnswer> {
    const { CopyObjectCommand } = await loadSdk();
    const command = new CopyObjectCommand({
      ...this.at(to),
      CopySource: copySourceOf(this.bucket, from),
      CopySourceIfMatch: ifMatch,
    });
    const answer = await (await this.client.sdk()).send(command, { abortSignal: signal });
    return { etag: answer.CopyObjectResult?.ETag };
  }

  async delete({ key, condition }: DeleteRequest, signal: AbortSignal): Promise<void> {
    const { DeleteObjectCommand } = await loadSdk();
    const command = new DeleteObjectCommand({ ...this.at(key), ...conditionOf(condition) });
    await (await this.client.sdk()).send(command, { abortSignal: signal });
  }
}
