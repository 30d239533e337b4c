import { afterUnanswered, hasCode } from '../../core/errors.js';
import { changedInS3 } from '../../core/commonErrors.js';
import type { ObjectLookup } from '../reading/objectLookup.js';
import type { BucketRequests, Condition } from '../requests/bucketRequests.js';
import { storedOtherBytes, wrongBytes, type ObjectAnswer } from '../requests/objectAnswer.js';
import { completeUpload } from './completion.js';
import type { ConditionSupport } from './conditionSupport.js';
import { GONE, mayHold, type DeleteWrite, type PutWrite, type Write, type Written } from './write.js';

/** What writes need. */
export interface WriteTools {
  readonly requests: BucketRequests;
  readonly lookup: ObjectLookup;
  readonly support: ConditionSupport;
}

/** Times that an upload is sent while the server stores other bytes. */
const UPLOADS = 3;

/** Sends a write with a condition, or with none. Throws `SyncError`. */
export function sendWrite(
  tools: WriteTools,
  write: Write,
  condition: Condition,
  signal: AbortSignal,
): Promise<Written> {
  switch (write.operation) {
    case 'put':
      return put(tools, write, condition, signal);
    case 'complete':
      return completeUpload(tools, write, condition, signal);
    case 'delete':
      return remove(tools, write, condition, signal);
  }
}

async function put(
  { requests, lookup, support }: WriteTools,
  write: PutWrite,
  condition: Condition,
  signal: AbortSignal,
): Promise<Written> {
  const { key, content, info } = write;
  let answer = await requests.put({ key, content, info, condition }, signal);
  if (storedOtherBytes(answer, info.md5)) answer = await overwriteDamaged(requests, write, signal);
  await support.noticeVersion(answer.versionId);
  const { etag = '' } = answer;
  if (etag !== '') return { etag };
  const head = await lookup.head(key, signal);
  if (head === undefined || !mayHold(write, head)) throw changedInS3(key);
  return { etag: head.etag };
}

/** Sends without a condition, because it has to overwrite the damaged bytes. */
async function overwriteDamaged(
  requests: BucketRequests,
  { key, content, info }: PutWrite,
  signal: AbortSignal,
): Promise<ObjectAnswer> {
  try {
    for (let uploads = 2; ; uploads++) {
      const answer = await requests.put({ key, content, info, condition: {} }, signal);
      if (!storedOtherBytes(answer, info.md5)) return answer;
      if (uploads === UPLOADS) throw wrongBytes(key, answer, info.md5);
    }
  } catch (error) {
    // The previous upload stored something, whatever happened to this one.
    throw afterUnanswered(error);
  }
}

/** Without a condition, a deletion succeeds where there is no object. */
async function remove(
  { requests }: WriteTools,
  { key }: DeleteWrite,
  condition: Condition,
  signal: AbortSignal,
): Promise<Written> {
  try {
    await requests.delete({ key, condition }, signal);
  } catch (error) {
    // S3 answers 204 where there is no object; some servers answer 404. With a condition, 404 may mean that it
    // failed.
    const isGone = hasCode(error, 'object-missing');
    if (!isGone || condition.ifMatch !== undefined) throw error;
  }
  return GONE;
}
