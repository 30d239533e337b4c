import { SyncError } from '../sync/errors.js';
import type { ObjectHead, ObjectStore } from '../sync/ports.js';
import { changedInS3, isSameEtag, unquoted } from './expectation.js';
import type { ObjectRequests } from './objectRequests.js';
import type { S3Requests } from './s3Requests.js';
import { encodedKey } from './signature.js';

type Source = Parameters<ObjectStore['copy']>[0];

/**
 * Copies an object on the server. `CopySourceIfMatch` is ignored by many (Ceph 16): the ETag of the copy tells that
 * it is of the expected bytes, and where it is another (the source came in parts, or is encrypted), a second look at
 * the source does; a version of an object never changes.
 */
export async function copyObject(
  requests: S3Requests,
  objects: ObjectRequests,
  from: Source,
  to: string,
  head: (key: string, signal: AbortSignal) => Promise<ObjectHead | undefined>,
  signal: AbortSignal,
): Promise<{ etag: string }> {
  const copy = { to, source: copySourceOf(requests.bucket, from), etag: from.etag };
  const { ETag: etag } = await requests
    .run(
      { action: 's3:PutObject', key: from.key },
      (client, options) => objects.copy(client, copy, options),
      signal,
    )
    .catch((error: unknown) => {
      throw error instanceof SyncError && error.code === 'changed-during-sync'
        ? changedInS3(from.key, error)
        : error;
    });
  if (etag === undefined || etag === '') {
    throw new SyncError('server-error', { file: from.key, cause: 'the answer has no ETag' });
  }
  // Ceph leaves out the quotes here, and only here.
  const copied = { etag: `"${unquoted(etag)}"` };
  if (isSameEtag(etag, from.etag) || from.versionId !== undefined) return copied;
  const source = await head(from.key, signal);
  if (source === undefined || !isSameEtag(source.etag, from.etag)) throw changedInS3(from.key);
  return copied;
}

/** A header is ASCII, and the server decodes it as it does the path of a URL. */
export function copySourceOf(bucket: string, { key, versionId }: Source): string {
  const path = encodedKey(`${bucket}/${key}`);
  return versionId === undefined ? path : `${path}?versionId=${encodeURIComponent(versionId)}`;
}
