import { bareEtag, isSameEtag } from '../../core/content/etag.js';
import { partSizeOf } from '../../core/content/partSize.js';
import { SyncError } from '../../core/errors.js';
import type { PartsWatch } from '../../core/ports/objectStore.js';
import { changedInS3 } from '../../core/commonErrors.js';
import type { ObjectAttributes, StoredPart } from '../requests/bucketRequests.js';
import type { ObjectAnswer } from '../requests/objectAnswer.js';
import { completeUpload } from './completion.js';
import { checkSource, mayBeFalseRefusal, type CopiedObject, type CopyTools } from './copy.js';
import { beginUpload, endUpload } from './multipart.js';
import { sendParts, type PartSender, type PartToSend } from './sendParts.js';
import type { Written } from './write.js';

type SizedSource = CopiedObject & { readonly size: number };

/** The first and the last byte. */
type Range = readonly [number, number];

/** The largest object that one request copies, and the size of the parts of larger ones. Bytes. */
export interface CopyLimits {
  readonly largest: number;
  readonly part: number;
}

/**
 * The limit of S3 (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html), and a size of which 10,000
 * parts hold any object.
 */
export const COPY_LIMITS: CopyLimits = { largest: 5 * 1024 ** 3, part: 1024 ** 3 };

const REQUESTS_AT_ONCE = 4;

/**
 * Copies an object that is too large for one request, on the server, part by part. After a failure no part is left;
 * otherwise `watch` is not told that they are gone. With the part size of our own uploads, the copy has the same ETag
 * as its source. Throws as `ObjectStore.copy` does.
 */
export async function copyInParts(
  tools: CopyTools & { readonly copyLimits: CopyLimits },
  { from, to }: { readonly from: SizedSource; readonly to: string },
  signal: AbortSignal,
  watch: PartsWatch | undefined,
): Promise<Written> {
  const { requests, lookup, copyLimits } = tools;
  const source = await attributesOf(tools, from, signal);
  const { sha256 } = source;
  const upload = await beginUpload(requests, to, source, signal);
  let copied: Written;
  try {
    await watch?.begun(upload.id);
    const parts = await sendParts(upload, rangesOf(from, copyLimits), new RangeSender(tools, from), signal);
    copied = await completeUpload(tools, { upload, parts, info: { size: from.size, sha256 } }, {}, signal);
  } finally {
    await endUpload(requests, upload, watch);
  }
  // Not every server checks the condition of each part.
  await checkSource(lookup, from, signal);
  return copied;
}

/** A copy by one request has the attributes of its source; a multipart upload must be given them. */
async function attributesOf(
  { requests }: CopyTools,
  { key, versionId, etag }: SizedSource,
  signal: AbortSignal,
): Promise<ObjectAnswer & ObjectAttributes> {
  const source = await requests.attributes({ key, versionId }, signal);
  if (!isSameEtag(source.etag, etag)) throw changedInS3(key);
  return source;
}

function* rangesOf({ key, size, etag }: SizedSource, limits: CopyLimits): Generator<Range> {
  const ofUploads = partSizeOf(size, key);
  const hasThose = bareEtag(etag).endsWith(`-${String(Math.ceil(size / ofUploads))}`);
  const step = hasThose ? ofUploads : Math.max(limits.part, ofUploads);
  for (let start = 0; start < size; start += step) yield [start, Math.min(start + step, size) - 1];
}

/** Copies ranges of another object. */
class RangeSender implements PartSender<Range> {
  #ifMatch: string | undefined;

  constructor(
    private readonly tools: CopyTools,
    private readonly from: SizedSource,
  ) {
    this.#ifMatch = from.etag;
  }

  atOnce(): number {
    return REQUESTS_AT_ONCE;
  }

  async send(part: PartToSend<Range>, signal: AbortSignal): Promise<StoredPart> {
    try {
      return await this.#copy(part, signal);
    } catch (error) {
      if (!mayBeFalseRefusal(error)) throw error;
      // Swift refuses a condition that holds, for a source of several parts.
      await checkSource(this.tools.lookup, this.from, signal, error);
      this.#ifMatch = undefined;
      return this.#copy(part, signal);
    }
  }

  async #copy(
    { upload, number, content: range }: PartToSend<Range>,
    signal: AbortSignal,
  ): Promise<StoredPart> {
    const { requests } = this.tools;
    const request = { upload, number, from: this.from, range, ifMatch: this.#ifMatch };
    const stored = await requests.copyPart(request, signal);
    if (bareEtag(stored.etag) !== '') return stored;
    // The answer about the part has no ETag; the list of stored parts does.
    const listed = await requests.listParts({ upload, number }, signal);
    const part = listed.find((one) => one.number === number);
    if (part !== undefined && bareEtag(part.etag) !== '') return part;
    throw new SyncError('server-error', {
      file: this.from.key,
      cause: 'the answer about a copied part has no ETag',
    });
  }
}
