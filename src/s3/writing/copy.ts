import { hasCode } from '../../core/errors.js';
import { bareEtag, isSameEtag } from '../../core/content/etag.js';
import type { ObjectStore } from '../../core/ports/objectStore.js';
import { changedInS3 } from '../../core/commonErrors.js';
import type { ObjectLookup } from '../reading/objectLookup.js';
import type { BucketRequests } from '../requests/bucketRequests.js';
import type { ObjectAnswer } from '../requests/objectAnswer.js';
import { refusesConditions } from '../wire/requestFailure.js';
import type { Written } from './write.js';

/** The source of a copy, by its own ETag. */
export type CopiedObject = Parameters<ObjectStore['copy']>[0];

/** What copies need. */
export interface CopyTools {
  readonly requests: BucketRequests;
  readonly lookup: ObjectLookup;
}

/**
 * Copies an object on the server. Many servers ignore `x-amz-copy-source-if-match` (Ceph 16), and others refuse it
 * although it holds (Swift, for a source of several parts). The ETag of the copy therefore has to prove that the
 * expected bytes were copied; where it differs (a source of several parts, or encrypted), a second look at the source
 * does. A version of an object never changes.
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
  // Ceph omits the quotes here, and only here.
  const etag = quoted(answer.etag) ?? (await lookup.head(to, signal))?.etag;
  if (etag === undefined) throw changedInS3(to);
  if (!isSameEtag(etag, from.etag)) await checkSource(lookup, from, signal);
  return { etag };
}

/** Throws `changed-during-sync` with this cause where the source has changed. */
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

/** Whether a copy may have been refused for a condition that holds. */
export const mayBeFalseRefusal = (error: unknown): boolean =>
  hasCode(error, 'changed-during-sync') || refusesConditions(error);

/** The ETag in quotes; `undefined` where there is none. */
function quoted(etag = ''): string | undefined {
  const bare = bareEtag(etag);
  return bare === '' ? undefined : `"${bare}"`;
}
