import { SyncError } from '../../core/errors.js';
import type { Condition } from '../conditions/conditionalWrites.js';
import { checkStored } from './objectHead.js';
import type { NewObject, ObjectRequests } from './objectRequests.js';
import type { S3Requests } from './s3Requests.js';

/** The requests that change an object, each for one key, with a condition or without. */

/**
 * `etag` is empty where the answer has none; `versionId` is what it names: `undefined` in a bucket that keeps none. `answerWasLost` is called before
 * another try: the one before it may have stored the object all the same.
 */
export async function putObject(
  requests: S3Requests,
  objects: ObjectRequests,
  object: NewObject,
  condition: Condition,
  answerWasLost: () => void,
  signal: AbortSignal,
): Promise<{ etag: string; versionId: string | undefined }> {
  const { key, info } = object;
  let demanded = condition;
  let tries = 0;
  const { ETag = '', VersionId } = await requests.run(
    { action: 's3:PutObject', key },
    async (client, options) => {
      if (++tries > 1) answerWasLost();
      const answer = await objects.put(client, object, demanded, options);
      // Where damaged bytes were stored, they are what the next try is to overwrite.
      demanded = {};
      checkStored(answer, info.md5, key);
      return answer;
    },
    signal,
  );
  return { etag: ETag, versionId: VersionId };
}

/** Without a condition, succeeds where there is nothing to delete. */
export async function deleteObject(
  requests: S3Requests,
  objects: ObjectRequests,
  key: string,
  condition: Condition,
  signal: AbortSignal,
): Promise<void> {
  try {
    await requests.run(
      { action: 's3:DeleteObject', key },
      (client, options) => objects.delete(client, key, condition, options),
      signal,
    );
  } catch (error) {
    // S3 says 204 for what is not there; some servers say 404. With a condition 404 may mean that it failed.
    const isGone = error instanceof SyncError && error.code === 'object-missing';
    if (!isGone || condition.IfMatch !== undefined) throw error;
  }
}
