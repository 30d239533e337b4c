import { md5OfEtag } from '../../core/content/sameContent.js';
import { SyncError } from '../../core/errors.js';
import type { AnswerBody } from '../http/answer.js';

/** What an answer says of an object. `undefined`: the answer leaves it out. */
export interface ObjectAnswer {
  /** As the server spells it; may be empty. */
  readonly etag: string | undefined;
  /** Bytes. */
  readonly size?: number | undefined;
  /** `x-amz-meta-sha256`, where it has the form that our uploads give it: lower-case hex. */
  readonly sha256?: string | undefined;
  /** Whether the object is encrypted with SSE-KMS, DSSE or SSE-C: its ETag is then not a hash of its bytes. */
  readonly isEncrypted?: boolean | undefined;
  /** `x-amz-version-id`; may be empty, or `null` as text. */
  readonly versionId?: string | undefined;
}

/** The head of the answer to a GET, and its body. */
export interface ObjectBody extends ObjectAnswer {
  readonly body?: AnswerBody | undefined;
}

/** Reads the headers that tell how an object is encrypted. */
export function isEncrypted(
  serverSideEncryption: string | undefined,
  customerAlgorithm: string | undefined,
): boolean {
  const isPlain = serverSideEncryption === undefined || serverSideEncryption === 'AES256';
  return !isPlain || customerAlgorithm !== undefined;
}

/** Reads `x-amz-meta-sha256`; we did not write a value of another form. */
export const sha256In = (text: string | undefined): string | undefined =>
  text !== undefined && /^[0-9a-f]{64}$/.test(text) ? text : undefined;

/** Whether the ETag may be the MD5 of the bytes. Multipart ETags end in `-N`. */
export const etagMayBeMd5 = ({ etag = '', isEncrypted: encrypted = false }: ObjectAnswer): boolean =>
  !encrypted && md5OfEtag(etag) !== undefined;

/** Whether the ETag proves that the server stored other bytes than those with this MD5 (lower-case hex). */
export const storedOtherBytes = (answer: ObjectAnswer, md5: string): boolean =>
  etagMayBeMd5(answer) && md5OfEtag(answer.etag ?? '') !== md5;

export const wrongBytes = (key: string, answer: ObjectAnswer, md5: string): SyncError =>
  new SyncError('wrong-bytes', {
    file: key,
    cause: `stored with ETag ${answer.etag ?? ''}, sent with MD5 ${md5}`,
  });
