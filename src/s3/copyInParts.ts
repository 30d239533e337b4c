import type { CompletedPart, HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { SyncError } from '../core/errors.js';
import { bareEtag, isSameEtag } from '../core/content/etag.js';
import { partSizeOf } from '../core/content/partSize.js';
import type { ObjectHead, ObjectStore, PartsWatch } from '../core/ports/ports.js';
import { copySourceOf, isUnmet } from './copy.js';
import { refusesConditions } from './wire/errors.js';
import { changedInS3 } from '../core/commonErrors.js';
import { loadSdk } from './client/loadSdk.js';
import { storedSha256Of } from './requests/objectHead.js';
import { sendInParts, type ObjectAbout, type MultipartUpload } from './multipart.js';
import type { S3Requests } from './requests/s3Requests.js';

type Source = Parameters<ObjectStore['copy']>[0] & { readonly size: number };

/** First and last byte. */
type Range = readonly [number, number];

/** Where one request copies no more, and how large the parts are then. Bytes. */
export interface CopyLimits {
  readonly largest: number;
  readonly part: number;
}

/** S3's limit (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html), and parts of which 10,000 hold any object. */
export const COPY_LIMITS: CopyLimits = { largest: 5 * 1024 ** 3, part: 1024 ** 3 };

/**
 * Copies an object that is too large for one request, on the server, part by part. As an upload in parts: where it fails
 * no part is left, or `watch` is not told that they are gone. In the parts of an upload of our own the copy has the same
 * ETag as its source. Throws as `ObjectStore.copy` does.
 */
export async function copyInParts(
  requests: S3Requests,
  from: Source,
  to: string,
  limits: CopyLimits,
  head: (key: string, signal: AbortSignal) => Promise<ObjectHead | undefined>,
  signal: AbortSignal,
  watch: PartsWatch | undefined,
): Promise<{ etag: string }> {
  const about = await aboutOf(requests, from, signal);
  const makeSureOfSource = async (cause?: unknown): Promise<void> => {
    if (from.versionId !== undefined) return;
    const now = await head(from.key, signal);
    if (!isSameEtag(now?.etag, from.etag)) throw changedInS3(from.key, cause);
  };
  let condition: string | undefined = from.etag;
  const copied = await sendInParts(
    requests,
    {
      key: to,
      about,
      parts: rangesOf(from, limits),
      atOnce: () => REQUESTS_AT_ONCE,
      send: async (upload, number, range, partSignal) => {
        const send = () => copyPart(requests, upload, from, condition, number, range, partSignal);
        try {
          return await send();
        } catch (error) {
          if (!isUnmet(error) && !refusesConditions(error)) throw error;
          // Refused although it holds (Swift, where the source came in parts).
          await makeSureOfSource(error);
          condition = undefined;
          return send();
        }
      },
      whole: { size: from.size, sha256: storedSha256Of(about) },
    },
    () => head(to, signal),
    (complete) => complete({}, () => undefined),
    signal,
    watch,
  );
  // Not every server looks at the condition of each part.
  await makeSureOfSource();
  return copied;
}

const REQUESTS_AT_ONCE = 4;

/** A copy in one request has what its source has beside the bytes; one in parts must be given it. */
async function aboutOf(
  requests: S3Requests,
  { key, versionId, etag }: Source,
  signal: AbortSignal,
): Promise<ObjectAbout> {
  const { HeadObjectCommand } = await loadSdk();
  const command = new HeadObjectCommand({ Bucket: requests.bucket, Key: key, VersionId: versionId });
  const source: HeadObjectCommandOutput = await requests.run(
    { action: 's3:GetObject', key },
    async (client, options) => (await client.sdk()).send(command, options),
    signal,
  );
  if (!isSameEtag(source.ETag, etag)) throw changedInS3(key);
  const { ContentType, ContentEncoding, ContentDisposition, ContentLanguage, CacheControl, Metadata } =
    source;
  return { ContentType, ContentEncoding, ContentDisposition, ContentLanguage, CacheControl, Metadata };
}

function* rangesOf({ key, size, etag }: Source, limits: CopyLimits): Generator<Range> {
  const ofUploads = partSizeOf(size, key);
  const hasThose = bareEtag(etag).endsWith(`-${String(Math.ceil(size / ofUploads))}`);
  const step = hasThose ? ofUploads : Math.max(limits.part, ofUploads);
  for (let start = 0; start < size; start += step) yield [start, Math.min(start + step, size) - 1];
}

async function copyPart(
  requests: S3Requests,
  { key, id }: MultipartUpload,
  from: Source,
  condition: string | undefined,
  number: number,
  [first, last]: Range,
  signal: AbortSignal,
): Promise<CompletedPart> {
  const { UploadPartCopyCommand } = await loadSdk();
  const command = new UploadPartCopyCommand({
    Bucket: requests.bucket,
    Key: key,
    UploadId: id,
    PartNumber: number,
    CopySource: copySourceOf(requests.bucket, from),
    CopySourceRange: `bytes=${String(first)}-${String(last)}`,
    CopySourceIfMatch: condition,
  });
  const { CopyPartResult } = await requests.run(
    { action: 's3:PutObject', key: from.key },
    async (client, options) => (await client.sdk()).send(command, options),
    signal,
  );
  const ETag = nonEmpty(CopyPartResult?.ETag) ?? (await etagOfPart(requests, { key, id }, number, signal));
  if (ETag === undefined) {
    throw new SyncError('server-error', {
      file: from.key,
      cause: 'the answer about a copied part has no ETag',
    });
  }
  return { PartNumber: number, ETag };
}

const nonEmpty = (etag = ''): string | undefined => (bareEtag(etag) === '' ? undefined : etag);

/** As the list of what has arrived tells it, where the answer about the part does not. */
async function etagOfPart(
  requests: S3Requests,
  { key, id }: MultipartUpload,
  number: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { ListPartsCommand } = await loadSdk();
  const command = new ListPartsCommand({
    Bucket: requests.bucket,
    Key: key,
    UploadId: id,
    PartNumberMarker: String(number - 1),
    MaxParts: 1,
  });
  const { Parts = [] } = await requests.run(
    { action: 's3:ListMultipartUploadParts', key },
    async (client, options) => (await client.sdk()).send(command, options),
    signal,
  );
  return nonEmpty(Parts.find(({ PartNumber }) => PartNumber === number)?.ETag);
}
