import { SyncError } from '../../core/errors.js';
import { bareEtag } from '../../core/content/etag.js';
import type { ObjectHead } from '../../core/ports/objectStore.js';
import { etagMayBeMd5, type ObjectAnswer } from '../requests/objectAnswer.js';
import type { ListedObject } from './listing.js';

/** Whether an answer says all that `ObjectHead` needs. */
export const isWhole = ({ etag = '', size }: ObjectAnswer): boolean =>
  bareEtag(etag) !== '' && size !== undefined;

/**
 * The head of an object by an answer, and by `listed` for what the answer leaves out. Throws `server-error` where
 * neither says it.
 */
export function objectHeadOf(key: string, answer: ObjectAnswer, listed?: Partial<ListedObject>): ObjectHead {
  const size = answer.size ?? listed?.size;
  const etag = bareEtag(answer.etag ?? '') === '' ? listed?.etag : answer.etag;
  const leavesOut = (what: string): SyncError =>
    new SyncError('server-error', { file: key, cause: `the server does not say ${what}` });
  if (size === undefined) throw leavesOut('how long the object is');
  if (etag === undefined || bareEtag(etag) === '') throw leavesOut('which ETag the object has');
  return {
    key,
    size,
    etag,
    sha256: answer.sha256,
    etagMayBeMd5: etagMayBeMd5({ etag, isEncrypted: answer.isEncrypted }),
    versionId: answer.versionId === '' ? undefined : answer.versionId,
  };
}
