import { SyncError } from '../../core/errors.js';
import { bareEtag, isSameEtag } from '../../core/content/etag.js';
import type { ObjectStore } from '../../core/ports/objectStore.js';
import { changedInS3 } from '../../core/commonErrors.js';
import type { ObjectLookup } from '../reading/objectLookup.js';
import type { BucketRequests } from '../requests/bucketRequests.js';
import type { ObjectAnswer } from '../requests/objectAnswer.js';
import { refusesConditions } from '../wire/requestFailure.js';
import type { Written } from './write.js';

/** What is copied, known by its own ETag. */
export type CopiedObject = Parameters<ObjectStore['copy']>[0];

/** What a copy is made with. */
export interface CopyTools {
  readonly requests: BucketRequests;
  readonly lookup: ObjectLookup;
}

/**
 * Copies an object on the server. `x-amz-copy-source-if-match` is ignored by many (Ceph 16), and refused although it holds
 * by others (Swift, where the source came in parts): the ETag of the copy tells that it is of the expected bytes, and where
 * it is another (the source came in parts, or is encrypted), a second look at the source does; a version of an object
 * never changes.
 */
export async function copyObject(
  tools: CopyTools,
  from: CopiedObject,
  to: string,
  signal: AbortSignal,
): Promise<Written> {
  const { requests, lookup } = tools;
  let answer: ObjectAnswer;
  try {
    answer = await requests.copy({ from, to, ifMatch: quoted(from.etag) }, signal);
  } catch (error) {
    if (!mayBeFalseRefusal(error)) throw error;
    await checkSource(lookup, from, signal, error);
    answer = await requests.copy({ from, to, ifMatch: undefined }, signal);
  }
  // Ceph leaves out the quotes here, and only here.
  const etag = quoted(answer.etag) ?? (await lookup.head(to, signal))?.etag;
  if (etag === undefined) throw changedInS3(to);
  if (!isSameEtag(etag, from.etag)) await checkSource(lookup, from, signal);
  return { etag };
}

/** Throws `changed-during-sync`, caused by `cause`, where the source is not what it was. */
export async function checkSource(
  lookup: ObjectLookup,
  { key, etag, versionId }: CopiedObject,
  signal: AbortSignal,
  cause?: unknown,
): Promise<void> {
  if (versionId !== undefined) return;
  const now = await lookup.head(key, signal);
  if (!isSameEtag(now?.etag, etag)) throw changedInS3(key, cause);
}

/** Whether a copy was refused for its condition, which may hold all the same. */
export const mayBeFalseRefusal = (error: unknown): boolean =>
  (error instanceof SyncError && error.code === 'changed-during-sync') || refusesConditions(error);

/** In quotes, whichever way it was given; `undefined` where there is none. */
function quoted(etag = ''): string | undefined {
  const bare = bareEtag(etag);
  return bare === '' ? undefined : `"${bare}"`;
}
