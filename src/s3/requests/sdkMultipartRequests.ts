import { loadSdk } from '../client/loadSdk.js';
import type { RegionClient } from '../client/regionClient.js';
import { base64Of, copySourceOf } from '../wire/headers.js';
import type {
  CompleteRequest,
  Condition,
  CopyPartRequest,
  MultipartRequests,
  ObjectAttributes,
  ObjectVersion,
  PutPartRequest,
  StoredPart,
  MultipartUpload,
} from './bucketRequests.js';
import { isEncrypted, sha256In, storedOtherBytes, wrongBytes, type ObjectAnswer } from './objectAnswer.js';

/** The requests that are rare enough for the SDK to make them in any case. */
export class SdkMultipartRequests implements MultipartRequests {
  constructor(
    protected readonly bucket: string,
    protected readonly client: RegionClient,
  ) {}

  async headBucket(signal: AbortSignal): Promise<string | undefined> {
    const { HeadBucketCommand } = await loadSdk();
    const command = new HeadBucketCommand({ Bucket: this.bucket });
    return (await (await this.client.sdk()).send(command, { abortSignal: signal })).BucketRegion;
  }

  async attributes(
    { key, versionId }: ObjectVersion,
    signal: AbortSignal,
  ): Promise<ObjectAnswer & ObjectAttributes> {
    const { HeadObjectCommand } = await loadSdk();
    const command = new HeadObjectCommand({ ...this.at(key), VersionId: versionId });
    const answer = await (await this.client.sdk()).send(command, { abortSignal: signal });
    return {
      ...objectAnswerOf(answer),
      contentType: answer.ContentType,
      contentEncoding: answer.ContentEncoding,
      contentDisposition: answer.ContentDisposition,
      contentLanguage: answer.ContentLanguage,
      cacheControl: answer.CacheControl,
      metadata: answer.Metadata,
    };
  }

  async createUpload(
    { key, attributes }: { readonly key: string; readonly attributes: ObjectAttributes },
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { CreateMultipartUploadCommand } = await loadSdk();
    const command = new CreateMultipartUploadCommand({
      ...this.at(key),
      ContentType: attributes.contentType,
      ContentEncoding: attributes.contentEncoding,
      ContentDisposition: attributes.contentDisposition,
      ContentLanguage: attributes.contentLanguage,
      CacheControl: attributes.cacheControl,
      Metadata: attributes.metadata,
    });
    return (await (await this.client.sdk()).send(command, { abortSignal: signal })).UploadId;
  }

  async putPart({ upload, number, content, md5 }: PutPartRequest, signal: AbortSignal): Promise<StoredPart> {
    const { UploadPartCommand } = await loadSdk();
    const command = new UploadPartCommand({
      ...this.#of(upload),
      PartNumber: number,
      Body: content,
      ContentMD5: base64Of(md5),
    });
    const answer = await (await this.client.sdk()).send(command, { abortSignal: signal });
    const stored = objectAnswerOf(answer);
    if (storedOtherBytes(stored, md5)) throw wrongBytes(upload.key, stored, md5);
    return { number, etag: stored.etag ?? '', crc32: answer.ChecksumCRC32 };
  }

  async copyPart(
    { upload, number, from, range: [first, last], ifMatch }: CopyPartRequest,
    signal: AbortSignal,
  ): Promise<StoredPart> {
    const { UploadPartCopyCommand } = await loadSdk();
    const command = new UploadPartCopyCommand({
      ...this.#of(upload),
      PartNumber: number,
      CopySource: copySourceOf(this.bucket, from),
      CopySourceRange: `bytes=${String(first)}-${String(last)}`,
      CopySourceIfMatch: ifMatch,
    });
    const { CopyPartResult } = await (await this.client.sdk()).send(command, { abortSignal: signal });
    return { number, etag: CopyPartResult?.ETag ?? '' };
  }

  async listParts(
    { upload, number }: { readonly upload: MultipartUpload; readonly number?: number },
    signal: AbortSignal,
  ): Promise<readonly StoredPart[]> {
    const { ListPartsCommand } = await loadSdk();
    const command = new ListPartsCommand({
      ...this.#of(upload),
      ...(number !== undefined && { PartNumberMarker: String(number - 1), MaxParts: 1 }),
    });
    const { Parts = [] } = await (await this.client.sdk()).send(command, { abortSignal: signal });
    return Parts.map(({ PartNumber = 0, ETag = '' }) => ({ number: PartNumber, etag: ETag }));
  }

  async completeUpload(
    { upload, parts, condition }: CompleteRequest,
    signal: AbortSignal,
  ): Promise<ObjectAnswer> {
    const { CompleteMultipartUploadCommand } = await loadSdk();
    const command = new CompleteMultipartUploadCommand({
      ...this.#of(upload),
      MultipartUpload: {
        Parts: parts.map(({ number, etag, crc32 }) => ({
          PartNumber: number,
          ETag: etag,
          ...(crc32 !== undefined && { ChecksumCRC32: crc32 }),
        })),
      },
      ...conditionOf(condition),
    });
    return { etag: (await (await this.client.sdk()).send(command, { abortSignal: signal })).ETag };
  }

  async abortUpload({ upload }: { readonly upload: MultipartUpload }, signal: AbortSignal): Promise<void> {
    const { AbortMultipartUploadCommand } = await loadSdk();
    const command = new AbortMultipartUploadCommand(this.#of(upload));
    await (await this.client.sdk()).send(command, { abortSignal: signal });
  }

  protected at(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.bucket, Key: key };
  }

  #of({ key, id }: MultipartUpload): {
    readonly Bucket: string;
    readonly Key: string;
    readonly UploadId: string;
  } {
    return { Bucket: this.bucket, Key: key, UploadId: id };
  }
}

/** The fields of the SDK's answers to HEAD, GET and PUT. */
interface SdkObjectAnswer {
  readonly ETag?: string | undefined;
  readonly ContentLength?: number | undefined;
  readonly Metadata?: Readonly<Record<string, string>> | undefined;
  readonly ServerSideEncryption?: string | undefined;
  readonly SSECustomerAlgorithm?: string | undefined;
  readonly VersionId?: string | undefined;
}

export const objectAnswerOf = (answer: SdkObjectAnswer): ObjectAnswer => ({
  etag: answer.ETag,
  size: answer.ContentLength,
  sha256: sha256In(answer.Metadata?.['sha256']),
  isEncrypted: isEncrypted(answer.ServerSideEncryption, answer.SSECustomerAlgorithm),
  versionId: answer.VersionId,
});

/** A condition in the names of the SDK. */
export const conditionOf = ({
  ifMatch,
  ifNoneMatch,
}: Condition): { readonly IfMatch?: string; readonly IfNoneMatch?: string } => ({
  ...(ifMatch !== undefined && { IfMatch: ifMatch }),
  ...(ifNoneMatch !== undefined && { IfNoneMatch: ifNoneMatch }),
});
