import { createHash } from 'node:crypto';
import { bareEtag } from '../../core/content/etag.js';
import { PARTS_IN_MEMORY } from '../../core/content/partSize.js';
import { hasCode, SyncError } from '../../core/errors.js';
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
import { sendParts, type PartSender, type PartToSend } from './sendParts.js';
import type { Written } from './write.js';

/**
 * Multipart uploads from buffers. Not with `@aws-sdk/lib-storage`: the promise of its `done()` races the abort, so it
 * settles while parts are still on their way; those arrive after the upload was "aborted", and stay (and cost).
 */

/** The time limit of the clean-up after a cancel or a failure: a cancel ends within 2 s. */
const CLEAN_UP_MS = 1_500;

/** The most aborts of one upload: a part on its way may arrive after an abort. */
const ABORTS = 3;

/**
 * Uploads an object in parts. Checks the object before the first part as well as before the last step, because the
 * parts may be gigabytes. Throws what `parts` threw, or `SyncError`. No part is then left on the server; otherwise
 * `watch` is not told that they are gone.
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

/** Sends parts from memory. */
class ByteSender implements PartSender<Uint8Array> {
  constructor(private readonly requests: MultipartRequests) {}

  atOnce({ length }: Uint8Array): number {
    return Math.min(REQUESTS_PER_TRANSFER, Math.max(1, Math.floor(PARTS_IN_MEMORY / length)));
  }

  async send(part: PartToSend<Uint8Array>, signal: AbortSignal): Promise<StoredPart> {
    const md5 = createHash('md5').update(part.content).digest('hex');
    const stored = await this.requests.putPart({ ...part, md5 }, signal);
    // The ETag of a part is its MD5, where the answer has none.
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

/** Removes the parts of an upload that is not complete. Never throws. */
export async function endUpload(
  requests: MultipartRequests,
  upload: UploadInParts,
  watch: PartsWatch | undefined,
): Promise<void> {
  if (upload.isComplete) return;
  try {
    // The signal of the upload may have aborted it.
    await abandonParts(requests, upload, AbortSignal.timeout(CLEAN_UP_MS));
    watch?.gone();
  } catch {
    // The server cannot be reached: the next run tries again.
  }
}

/**
 * Aborts an upload until the server has no part of it. “No such upload” is a success: it was aborted or completed
 * before. Throws `SyncError`.
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
    if (hasCode(error, 'upload-missing')) return;
    throw error;
  }
  throw new SyncError('server-error', {
    file: upload.key,
    cause: 'parts are still there after the upload was aborted',
  });
}
