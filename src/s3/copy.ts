import { SyncError } from '../core/errors.js';
import { bareEtag, isSameEtag } from '../core/content/etag.js';
import type { ObjectHead, ObjectStore } from '../core/ports/ports.js';
import { refusesConditions } from './wire/errors.js';
import { changedInS3 } from '../core/commonErrors.js';
import type { ObjectAnswer } from './requests/objectRequests.js';
import type { ObjectRequests } from './requests/objectRequests.js';
import type { S3Requests } from './requests/s3Requests.js';
import { encodedKey } from './wire/signature.js';

type Source = Parameters<ObjectStore['copy']>[0];

/**
 * Copies an object on the server. `CopySourceIfMatch` is ignored by many (Ceph 16), and refused although it holds by
 * others (Swift, where the source came in parts): the ETag of the copy tells that it is of the expected bytes, and where
 * it is another (the source came in parts, or is encrypted), a second look at the source does; a version of an object
 * never changes.
 */
export async function copyObject(
  requests: S3Requests,
  objects: ObjectRequests,
  from: Source,
  to: string,
  head: (key: string, signal: AbortSignal) => Promise<ObjectHead | undefined>,
  signal: AbortSignal,
): Promise<{ etag: string }> {
  const source = copySourceOf(requests.bucket, from);
  const send = (etag: string | undefined): Promise<ObjectAnswer> =>
    requests.run(
      { action: 's3:PutObject', key: from.key },
      (client, options) => objects.copy(client, { to, source, etag }, options),
      signal,
    );
  const makeSureOfSource = async (cause?: unknown): Promise<void> => {
    if (from.versionId !== undefined) return;
    const now = await head(from.key, signal);
    if (!isSameEtag(now?.etag, from.etag)) throw changedInS3(from.key, cause);
  };
  const answer = await send(quoted(from.etag)).catch(async (error: unknown) => {
    if (!isUnmet(error) && !refusesConditions(error)) throw error;
    await makeSureOfSource(error);
    return send(undefined);
  });
  // Ceph leaves out the quotes here, and only here.
  const etag = quoted(answer.ETag) ?? (await head(to, signal))?.etag;
  if (etag === undefined) throw changedInS3(to);
  if (!isSameEtag(etag, from.etag)) await makeSureOfSource();
  return { etag };
}

export const isUnmet = (error: unknown): boolean =>
  error instanceof SyncError && error.code === 'changed-during-sync';

/** In quotes, whichever way it was given; `undefined` where there is none. */
function quoted(etag = ''): string | undefined {
  const bare = bareEtag(etag);
  return bare === '' ? undefined : `"${bare}"`;
}

/** A header is ASCII, and the server decodes it as it does the path of a URL. */
export function copySourceOf(bucket: string, { key, versionId }: Source): string {
  const path = encodedKey(`${bucket}/${key}`);
  return versionId === undefined ? path : `${path}?versionId=${encodeURIComponent(versionId)}`;
}
