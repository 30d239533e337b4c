import { isUnexplained } from '../wire/requestFailure.js';
import type { ObjectRequests, ObjectVersion } from './bucketRequests.js';

/**
 * After a HEAD that was refused with `error`: the answer to a HEAD has no document. A GET of one byte is refused for the
 * same reason, and says which: throws that. Returns where the GET tells no more than the HEAD.
 */
export async function explainRefusal(
  error: unknown,
  requests: Pick<ObjectRequests, 'get'>,
  { key, versionId }: ObjectVersion,
  signal: AbortSignal,
): Promise<void> {
  if (!isUnexplained(error)) return;
  const { body } = await requests.get({ key, versionId, range: 'bytes=0-0' }, signal);
  body?.destroy();
}
