import type { Bucket, StoredVersion } from '../store/bucket.js';
import type { Conditions, Personality, Treatment } from '../personality.js';
import { notImplemented } from '../refusals.js';
import { emptyReply, type Reply } from '../http/reply.js';
import type { S3Request } from '../http/request.js';
import { noSuchKey, preconditionFailed } from '../http/s3Error.js';

/** The If-Match and If-None-Match of a request, if given. */
interface Given {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/** Normalises an ETag: without quotes, and in lower case, because some servers spell ETags in capitals. */
const unquoted = (etag: string): string =>
  etag
    .trim()
    .replace(/^"|"$/g, '')
    .replace(/^[0-9A-F]{32}/, (hex) => hex.toLowerCase());

function isListed(header: string, etag: string): boolean {
  return header.trim() === '*' || header.split(',').some((one) => unquoted(one) === unquoted(etag));
}

const givenIn = ({ headers }: S3Request): Given => ({
  ifMatch: headers['if-match'],
  ifNoneMatch: headers['if-none-match'],
});

/** The fields of a personality for the two conditions of an operation. */
const PLACES = {
  put: { ifMatch: 'putIfMatch', ifNoneMatch: 'putIfNoneMatch' },
  delete: { ifMatch: 'deleteIfMatch', ifNoneMatch: 'deleteIfMatch' },
  complete: { ifMatch: 'complete', ifNoneMatch: 'complete' },
} as const satisfies Record<string, Record<keyof Given, keyof Conditions>>;

/** Checks the conditions of a write, by the server's personality. Throws PreconditionFailed or NoSuchKey. */
export function checkWriteConditions(
  operation: keyof typeof PLACES,
  request: S3Request,
  bucket: Bucket,
  personality: Personality,
): void {
  const treatments: Conditions = {
    ...personality.conditions,
    ...(bucket.versioning === 'Off' ? {} : personality.conditionsWithVersions),
  };
  const given = givenIn(request);
  const places = PLACES[operation];
  check(
    {
      ifMatch: understood(given.ifMatch, treatments[places.ifMatch]),
      ifNoneMatch: understood(given.ifNoneMatch, treatments[places.ifNoneMatch]),
    },
    bucket.current(request.key),
    request.key,
  );
}

/** Checks the conditions on the source of a copy in the same way. */
export function checkSourceConditions(
  { headers, key }: S3Request,
  source: StoredVersion,
  { conditions, refusesConditionsOfParts }: Personality,
): void {
  const isConditional = headers['x-amz-copy-source-if-match'] !== undefined;
  if (refusesConditionsOfParts && isConditional && /-\d+"$/.test(source.etag)) {
    throw preconditionFailed('x-amz-copy-source-if-match');
  }
  const take = (name: string): string | undefined =>
    understood(headers[`x-amz-copy-source-${name}`], conditions.copySource);
  check({ ifMatch: take('if-match'), ifNoneMatch: take('if-none-match') }, source, key);
}

function understood(header: string | undefined, treatment: Treatment): string | undefined {
  if (header === undefined || treatment === 'ignored') return undefined;
  if (treatment === 'refused') throw notImplemented('a condition');
  if (treatment === 'never-holds') throw preconditionFailed('a condition');
  if (treatment === 'unquoted-only' && header.includes('"')) throw preconditionFailed('If-Match');
  return header;
}

function check({ ifMatch, ifNoneMatch }: Given, current: StoredVersion | undefined, key: string): void {
  if (ifMatch !== undefined && current === undefined) throw noSuchKey(key);
  if (ifMatch !== undefined && current !== undefined && !isListed(ifMatch, current.etag)) {
    throw preconditionFailed('If-Match');
  }
  if (ifNoneMatch !== undefined && current !== undefined && isListed(ifNoneMatch, current.etag)) {
    throw preconditionFailed('If-None-Match');
  }
}

/** Checks the conditions of a GET or HEAD; returns the 304 reply if that is the answer. Throws PreconditionFailed. */
export function checkReadConditions(request: S3Request, version: StoredVersion): Reply | undefined {
  const { ifMatch, ifNoneMatch } = givenIn(request);
  if (ifMatch !== undefined && !isListed(ifMatch, version.etag)) throw preconditionFailed('If-Match');
  if (ifNoneMatch !== undefined && isListed(ifNoneMatch, version.etag)) {
    return emptyReply(304, { etag: version.etag });
  }
  return undefined;
}
