import { createHash } from 'node:crypto';
import type { CompletedPart, CreateMultipartUploadCommandInput } from '@aws-sdk/client-s3';
import { SyncError, asSyncError } from '../core/errors.js';
import { bareEtag } from '../core/content/etag.js';
import { PARTS_IN_MEMORY } from '../core/content/partSize.js';
import type { ObjectHead, PartsWatch, UploadInfo } from '../core/ports/ports.js';
import { REQUESTS_PER_TRANSFER } from './client/client.js';
import type { Condition } from './conditions/conditionalWrites.js';
import { changedInS3 } from '../core/commonErrors.js';
import { loadSdk } from './client/loadSdk.js';
import { checkStored } from './requests/objectHead.js';
import type { S3Requests } from './requests/s3Requests.js';

/**
 * A multipart upload with Buffers. Not `@aws-sdk/lib-storage`: the promise of its `done()` races the abort, so it
 * returns while parts are still on their way, and those arrive after the upload was "aborted" and stay (and cost).
 */

/** Cleaning up after a cancel or a failure may not take longer: a cancel ends within 2 s. */
const CLEAN_UP_MS = 1_500;

/** Tries to leave no parts behind: one that was under way may arrive after an abort. */
const ABORTS = 3;

export interface MultipartUpload {
  readonly key: string;
  readonly id: string;
}

/** The last step of an upload: makes the object of the parts, and returns its ETag. */
export type Complete = (condition: Condition, answerWasLost: () => void) => Promise<{ etag: string }>;

/** What an object has beside its bytes. */
export type ObjectAbout = Omit<CreateMultipartUploadCommandInput, 'Bucket' | 'Key'>;

type Whole = Pick<ObjectHead, 'size' | 'sha256'>;

/** What is sent in parts: bytes, or ranges of another object. */
export interface PartsToSend<Part> {
  readonly key: string;
  readonly about: ObjectAbout;
  readonly parts: AsyncIterable<Part> | Iterable<Part>;
  /** How many parts like this one may be under way. */
  readonly atOnce: (part: Part) => number;
  readonly send: (
    upload: MultipartUpload,
    number: number,
    part: Part,
    signal: AbortSignal,
  ) => Promise<CompletedPart>;
  /** What the parts make up: bytes, and the SHA-256 that it carries. */
  readonly whole: Whole;
}

/** An upload in parts: see `sendInParts`. */
export function uploadParts(
  requests: S3Requests,
  key: string,
  parts: AsyncIterable<Uint8Array>,
  info: UploadInfo,
  ...given: SendingRest
): Promise<{ etag: string }> {
  const { sha256, size, contentType } = info;
  return sendInParts(
    requests,
    {
      key,
      about: { ContentType: contentType, Metadata: { sha256 } },
      parts,
      atOnce: ({ length }) =>
        Math.min(REQUESTS_PER_TRANSFER, Math.max(1, Math.floor(PARTS_IN_MEMORY / length))),
      send: (upload, number, bytes, signal) => sendPart(requests, upload, number, bytes, signal),
      whole: { size, sha256 },
    },
    ...given,
  );
}

type SendingRest = [
  head: () => Promise<ObjectHead | undefined>,
  finish: (complete: Complete) => Promise<{ etag: string }>,
  signal: AbortSignal,
  watch: PartsWatch | undefined,
];

/**
 * `finish` decides whether and how the upload is completed. Throws what `parts` or `finish` threw, or `SyncError`; no
 * part is then left on the server, or `watch` is not told that they are gone. `head` is asked where an answer leaves
 * the object's fate or its ETag open.
 */
export async function sendInParts<Part>(
  requests: S3Requests,
  sending: PartsToSend<Part>,
  ...[head, finish, signal, watch]: SendingRest
): Promise<{ etag: string }> {
  const { key, about, whole } = sending;
  const upload: MultipartUpload = { key, id: await create(requests, key, about, signal) };
  const end = { isComplete: false };
  try {
    await watch?.begun(upload.id);
    const sent = await sendParts(upload, sending, signal);
    return await finish(async (condition, answerWasLost) => {
      const stored = await complete(
        requests,
        upload,
        sent,
        whole,
        head,
        { condition, answerWasLost },
        signal,
      );
      end.isComplete = true;
      return stored;
    });
  } finally {
    if (!end.isComplete && (await leaveNoParts(requests, upload))) watch?.gone();
  }
}

async function create(
  requests: S3Requests,
  key: string,
  about: ObjectAbout,
  signal: AbortSignal,
): Promise<string> {
  const { CreateMultipartUploadCommand } = await loadSdk();
  const command = new CreateMultipartUploadCommand({
    Bucket: requests.bucket,
    Key: key,
    ...about,
  });
  const purpose = { action: 's3:PutObject', key };
  const answer = await requests.run(
    purpose,
    async (client, options) => (await client.sdk()).send(command, options),
    signal,
  );
  if (answer.UploadId === undefined) {
    throw new SyncError('server-error', { file: key, cause: 'the multipart upload was given no id' });
  }
  return answer.UploadId;
}

/** Resolves once every part is there; rejects only when none is under way any more. */
async function sendParts<Part>(
  upload: MultipartUpload,
  { parts, atOnce, send }: PartsToSend<Part>,
  signal: AbortSignal,
): Promise<CompletedPart[]> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const completed: CompletedPart[] = [];
  const underWay = new Set<Promise<void>>();
  let firstError: unknown;
  const fail = (error: unknown): void => {
    firstError ??= error;
    failed.abort();
  };
  try {
    let number = 0;
    for await (const content of parts) {
      if (either.aborted) break;
      const part = send(upload, ++number, content, either)
        .then((done) => void completed.push(done), fail)
        .finally(() => underWay.delete(part));
      underWay.add(part);
      if (underWay.size >= atOnce(content)) await Promise.race(underWay);
    }
  } catch (error) {
    fail(error);
  }
  await Promise.all(underWay);
  if (signal.aborted) throw new SyncError('cancelled', { file: upload.key });
  if (firstError !== undefined) throw asSyncError(firstError, { file: upload.key });
  return completed.sort((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0));
}

async function sendPart(
  requests: S3Requests,
  { key, id }: MultipartUpload,
  number: number,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<CompletedPart> {
  const digest = createHash('md5').update(bytes).digest();
  const answer = await requests.run(
    { action: 's3:PutObject', key },
    async (client, options) => {
      const { UploadPartCommand } = await loadSdk();
      const command = new UploadPartCommand({
        Bucket: requests.bucket,
        Key: key,
        UploadId: id,
        PartNumber: number,
        Body: bytes,
        ContentMD5: digest.toString('base64'),
      });
      const stored = await (await client.sdk()).send(command, options);
      checkStored(stored, digest.toString('hex'), key);
      return stored;
    },
    signal,
  );
  const { ChecksumCRC32 } = answer;
  // What is sent in one body has its MD5 for an ETag, where the answer does not say so.
  const ETag = `"${bareEtag(answer.ETag ?? '') || digest.toString('hex')}"`;
  return { PartNumber: number, ETag, ...(ChecksumCRC32 === undefined ? {} : { ChecksumCRC32 }) };
}

async function complete(
  requests: S3Requests,
  { key, id }: MultipartUpload,
  parts: CompletedPart[],
  whole: Whole,
  head: () => Promise<ObjectHead | undefined>,
  { condition, answerWasLost }: { condition: Condition; answerWasLost: () => void },
  signal: AbortSignal,
): Promise<{ etag: string }> {
  let tries = 0;
  const { CompleteMultipartUploadCommand } = await loadSdk();
  const command = new CompleteMultipartUploadCommand({
    Bucket: requests.bucket,
    Key: key,
    UploadId: id,
    MultipartUpload: { Parts: parts },
    ...condition,
  });
  const purpose = { action: 's3:PutObject', key };
  try {
    const answer = await requests.run(
      purpose,
      async (client, options) => {
        if (++tries > 1) answerWasLost();
        return (await client.sdk()).send(command, options);
      },
      signal,
    );
    if (bareEtag(answer.ETag ?? '') !== '') return { etag: answer.ETag ?? '' };
  } catch (error) {
    // A try whose answer was lost may have completed the upload: the next one then finds no such upload.
    if (!(error instanceof SyncError) || error.code !== 'upload-missing') throw error;
    const stored = await head();
    if (stored?.sha256 === whole.sha256 && stored?.size === whole.size) return { etag: stored.etag };
    throw new SyncError(
      'server-error',
      { ...error.data, cause: 'the multipart upload is gone' },
      { cause: error },
    );
  }
  // Ceph 16 leaves the ETag empty. What is there by now may be somebody else's.
  const stored = await head();
  const isOurs = stored?.size === whole.size && (stored.sha256 ?? whole.sha256) === whole.sha256;
  if (stored === undefined || !isOurs) throw changedInS3(key);
  return { etag: stored.etag };
}

/**
 * Aborts until the server knows of no part. Throws `SyncError`; “no such upload” is the answer that is hoped for: it was
 * aborted, or completed, before.
 */
export async function abandonParts(
  requests: S3Requests,
  { key, id }: MultipartUpload,
  signal: AbortSignal,
): Promise<void> {
  const { AbortMultipartUploadCommand, ListPartsCommand } = await loadSdk();
  const about = { Bucket: requests.bucket, Key: key, UploadId: id };
  try {
    for (let aborts = 0; aborts < ABORTS; aborts++) {
      await requests.run(
        { action: 's3:AbortMultipartUpload', key },
        async (client, options) => (await client.sdk()).send(new AbortMultipartUploadCommand(about), options),
        signal,
      );
      const { Parts = [] } = await requests.run(
        { action: 's3:ListMultipartUploadParts', key },
        async (client, options) => (await client.sdk()).send(new ListPartsCommand(about), options),
        signal,
      );
      if (Parts.length === 0) return;
    }
  } catch (error) {
    if (error instanceof SyncError && error.code === 'upload-missing') return;
    throw error;
  }
  throw new SyncError('server-error', {
    file: key,
    cause: 'parts are still there after the upload was aborted',
  });
}

/** Whether that is certain. Never throws: what made the upload fail is what counts. */
async function leaveNoParts(requests: S3Requests, upload: MultipartUpload): Promise<boolean> {
  try {
    // The signal of the upload may be what has ended it.
    await abandonParts(requests, upload, AbortSignal.timeout(CLEAN_UP_MS));
    return true;
  } catch {
    // Where the server cannot be reached, nothing more can be done from here: the next run tries again.
    return false;
  }
}
