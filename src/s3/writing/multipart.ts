import { createHash } from 'node:crypto';
import { bareEtag } from '../../core/content/etag.js';
import { PARTS_IN_MEMORY } from '../../core/content/partSize.js';
import { SyncError } from '../../core/errors.js';
import type { Expected, NewLargeObject, PartsWatch } from '../../core/ports/objectStore.js';
import { REQUESTS_PER_TRANSFER } from '../client/client.js';
import type {
  MultipartRequests,
  MultipartUpload,
  ObjectAttributes,
  StoredPart,
} from '../requests/bucketRequests.js';
import { UploadInParts } from './completion.js';
import type { ConditionalWrites } from './conditionalWrites.js';
import { sendParts, type PartSender, type PartToSend } from './partsUnderWay.js';
import type { Written } from './write.js';

/**
 * A multipart upload with Buffers. Not `@aws-sdk/lib-storage`: the promise of its `done()` races the abort, so it
 * returns while parts are still on their way, and those arrive after the upload was "aborted" and stay (and cost).
 */

/** The clean-up after a cancel or a failure may take no longer: a cancel ends within 2 s. */
const CLEAN_UP_MS = 1_500;

/** Aborts of one upload: a part that was under way may arrive after the first. */
const ABORTS = 3;

/**
 * Throws what `parts` threw, or `SyncError`; no part is then left on the server, or `watch` is not told that they are gone.
 * Looks before the first part as well as before the last step: the parts may be gigabytes that are sent in vain.
 */
export async function uploadInParts(
  { requests, writes }: { readonly requests: MultipartRequests; readonly writes: ConditionalWrites },
  { key, parts: contents, info, expected: listed }: NewLargeObject & { readonly expected: Expected },
  signal: AbortSignal,
  watch: PartsWatch | undefined,
): Promise<Written> {
  const expected = await writes.check(key, listed, signal);
  const { contentType, sha256 } = info;
  const attributes = { contentType, metadata: { sha256 } };
  const upload = await beginUpload(requests, key, attributes, signal);
  try {
    await watch?.begun(upload.id);
    const parts = await sendParts(upload, contents, new ByteSender(requests), signal);
    return await writes.perform({ operation: 'complete', key, upload, parts, info, expected }, signal);
  } finally {
    await endUpload(requests, upload, watch);
  }
}

/** Sends bytes that are in memory. */
class ByteSender implements PartSender<Uint8Array> {
  constructor(private readonly requests: MultipartRequests) {}

  atOnce({ length }: Uint8Array): number {
    return Math.min(REQUESTS_PER_TRANSFER, Math.max(1, Math.floor(PARTS_IN_MEMORY / length)));
  }

  async send(part: PartToSend<Uint8Array>, signal: AbortSignal): Promise<StoredPart> {
    const md5 = createHash('md5').update(part.content).digest('hex');
    const stored = await this.requests.putPart({ ...part, md5 }, signal);
    // The ETag of what is sent in one body is its MD5, where the answer does not say so.
    return { ...stored, etag: `"${bareEtag(stored.etag) || md5}"` };
  }
}

export async function beginUpload(
  requests: MultipartRequests,
  key: string,
  attributes: ObjectAttributes,
  signal: AbortSignal,
): Promise<UploadInParts> {
  const id = await requests.createUpload({ key, attributes }, signal);
  if (id === undefined) {
    throw new SyncError('server-error', { file: key, cause: 'the multipart upload was given no id' });
  }
  return new UploadInParts(key, id);
}

/** After an upload, whatever it came to: leaves no part of one that is not complete. Never throws. */
export async function endUpload(
  requests: MultipartRequests,
  upload: UploadInParts,
  watch: PartsWatch | undefined,
): Promise<void> {
  if (upload.isComplete) return;
  try {
    // The signal of the upload may be what has ended it.
    await abandonParts(requests, upload, AbortSignal.timeout(CLEAN_UP_MS));
    watch?.gone();
  } catch {
    // Where the server cannot be reached, nothing more can be done from here: the next run tries again.
  }
}

/**
 * Aborts until the server knows of no part. Throws `SyncError`; “no such upload” is the answer that is hoped for: it was
 * aborted, or completed, before.
 */
export async function abandonParts(
  requests: MultipartRequests,
  upload: MultipartUpload,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (let aborts = 0; aborts < ABORTS; aborts++) {
      await requests.abortUpload({ upload }, signal);
      const parts = await requests.listParts({ upload }, signal);
      if (parts.length === 0) return;
    }
  } catch (error) {
    if (error instanceof SyncError && error.code === 'upload-missing') return;
    throw error;
  }
  throw new SyncError('server-error', {
    file: upload.key,
    cause: 'parts are still there after the upload was aborted',
  });
}
