import { asSyncError, SyncError } from '../../core/errors.js';
import type { MultipartUpload, StoredPart } from '../requests/bucketRequests.js';

/** A part to be sent. */
export interface PartToSend<Content> {
  readonly upload: MultipartUpload;
  /** From 1. */
  readonly number: number;
  readonly content: Content;
}

/** Sends one part to the server: bytes, or a range of another object. */
export interface PartSender<Content> {
  /** The most concurrent parts of this size. */
  atOnce(content: Content): number;
  send(part: PartToSend<Content>, signal: AbortSignal): Promise<StoredPart>;
}

/**
 * Sends the parts of an upload in parallel. Resolves with all of them, sorted, when each is on the server. Rejects
 * only after all sending has ended: with what `contents` threw, or `SyncError`.
 */
export async function sendParts<Content>(
  upload: MultipartUpload,
  contents: AsyncIterable<Content> | Iterable<Content>,
  sender: PartSender<Content>,
  signal: AbortSignal,
): Promise<readonly StoredPart[]> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const stored: StoredPart[] = [];
  const underWay = new Set<Promise<void>>();
  let firstError: unknown;
  const fail = (error: unknown): void => {
    firstError ??= error;
    failed.abort();
  };
  try {
    let number = 0;
    for await (const content of contents) {
      if (either.aborted) break;
      const part = sender
        .send({ upload, number: ++number, content }, either)
        .then((done) => void stored.push(done), fail)
        .finally(() => underWay.delete(part));
      underWay.add(part);
      if (underWay.size >= sender.atOnce(content)) await Promise.race(underWay);
    }
  } catch (error) {
    fail(error);
  }
  await Promise.all(underWay);
  if (signal.aborted) throw new SyncError('cancelled', { file: upload.key });
  if (firstError !== undefined) throw asSyncError(firstError, { file: upload.key });
  return stored.sort((a, b) => a.number - b.number);
}
