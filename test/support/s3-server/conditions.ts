import type { StoredVersion } from './bucket.js';
import { emptyReply, type Reply } from './reply.js';
import type { S3Request } from './request.js';
import { noSuchKey, preconditionFailed } from './s3Error.js';

const unquoted = (etag: string): string => etag.trim().replace(/^"|"$/g, '');

function isListed(header: string, etag: string): boolean {
  return header.trim() === '*' || header.split(',').some((one) => unquoted(one) === unquoted(etag));
}

/** If-Match and If-None-Match of a PUT, DELETE or CompleteMultipartUpload. Throws PreconditionFailed or NoSuchKey. */
export function checkWriteConditions(
  { headers, key = '' }: Pick<S3Request, 'headers'> & { key?: string },
  current: StoredVersion | undefined,
): void {
  const ifMatch = headers['if-match'];
  const ifNoneMatch = headers['if-none-match'];
  if (ifMatch !== undefined && current === undefined) throw noSuchKey(key);
  if (ifMatch !== undefined && current !== undefined && !isListed(ifMatch, current.etag)) {
    throw preconditionFailed('If-Match');
  }
  if (ifNoneMatch !== undefined && current !== undefined && isListed(ifNoneMatch, current.etag)) {
    throw preconditionFailed('If-None-Match');
  }
}

/** The same of a GET or HEAD; returns the 304 where that is the answer. Throws PreconditionFailed. */
export function checkReadConditions({ headers }: S3Request, version: StoredVersion): Reply | undefined {
  const ifMatch = headers['if-match'];
  const ifNoneMatch = headers['if-none-match'];
  if (ifMatch !== undefined && !isListed(ifMatch, version.etag)) throw preconditionFailed('If-Match');
  if (ifNoneMatch !== undefined && isListed(ifNoneMatch, version.etag)) {
    return emptyReply(304, { etag: version.etag });
  }
  return undefined;
}
