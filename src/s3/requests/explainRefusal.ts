import { isUnexplained } from '../wire/requestFailure.js';
import type { ObjectRequests, ObjectVersion } from './bucketRequests.js';

/**
 * Finds the reason after a HEAD failed with `error`, whose answer has no document: a GET of one byte is refused for
 * the same reason, and its document names it. Throws the error of the GET. Returns where the GET succeeds, or `error`
 * has a reason already.
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
