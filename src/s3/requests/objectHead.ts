import { md5OfEtag } from '../../core/content/content.js';
import { SyncError } from '../../core/errors.js';
import { bareEtag } from '../../core/content/etag.js';
import type { ObjectHead } from '../../core/ports/ports.js';
import type { ListedObject } from './listing.js';
import type { ObjectAnswer } from './objectRequests.js';

/** Whether an answer says what everybody wants to know of an object. */
export const isWhole = ({ ETag = '', ContentLength }: ObjectAnswer): boolean =>
  bareEtag(ETag) !== '' && ContentLength !== undefined;

/** `listed`: what a listing says, for what the answer leaves out. Throws `server-error` where neither says it. */
export function objectHeadOf(key: string, answer: ObjectAnswer, listed?: Partial<ListedObject>): ObjectHead {
  const size = answer.ContentLength ?? listed?.size;
  const etag = bareEtag(answer.ETag ?? '') === '' ? listed?.etag : answer.ETag;
  const leavesOut = (what: string): SyncError =>
    new SyncError('server-error', { file: key, cause: `the server does not say ${what}` });
  if (size === undefined) throw leavesOut('how long the object is');
  if (etag === undefined || bareEtag(etag) === '') throw leavesOut('which ETag the object has');
  return {
    key,
    size,
    etag,
    sha256: storedSha256Of(answer),
    etagMayBeMd5: etagMayBeMd5({ ...answer, ETag: etag }),
    versionId: answer.VersionId === '' ? undefined : answer.VersionId,
  };
}

/** What is of another form under this name is not ours. */
export function storedSha256Of({ Metadata }: ObjectAnswer): string | undefined {
  const sha256 = Metadata?.['sha256'];
  return sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256) ? sha256 : undefined;
}

/** Multipart ETags end in `-N`; with SSE-KMS, DSSE and SSE-C the ETag is no hash of the bytes. */
export function etagMayBeMd5(answer: ObjectAnswer): boolean {
  const isPlain = answer.ServerSideEncryption === undefined || answer.ServerSideEncryption === 'AES256';
  return isPlain && answer.SSECustomerAlgorithm === undefined && md5OfEtag(answer.ETag ?? '') !== undefined;
}

/** Throws `wrong-bytes` where the server stored something else than `md5` (lower-case hex). */
export function checkStored(answer: ObjectAnswer, md5: string, key: string): void {
  if (etagMayBeMd5(answer) && md5OfEtag(answer.ETag ?? '') !== md5) {
    throw new SyncError('wrong-bytes', {
      file: key,
      cause: `stored with ETag ${answer.ETag ?? ''}, sent with MD5 ${md5}`,
    });
  }
}

/** Content-MD5 is base64 where everything else is hex. */
export const base64Of = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
