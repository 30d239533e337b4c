import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { S3Request } from './request.js';
import { S3Error, accessDenied, invalidArgument } from './s3Error.js';

/** Checks Signature Version 4 in the Authorization header, like S3's servers. */

export interface ServerCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The clock skew of clients that S3 tolerates. */
const MAX_SKEW_MS = 15 * 60 * 1000;

interface Authorization {
  readonly accessKeyId: string;
  /** `20260102/eu-west-1/s3/aws4_request` */
  readonly scope: string;
  readonly region: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

function authorizationOf(request: S3Request): Authorization {
  const header = request.headers['authorization'];
  if (header === undefined) throw accessDenied();
  const match =
    /^AWS4-HMAC-SHA256\s+Credential=([^/,]+)\/([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]+)$/.exec(
      header,
    );
  if (!match) throw invalidArgument('Unsupported Authorization Type');
  const [, accessKeyId = '', scope = '', signedHeaders = '', signature = ''] = match;
  return {
    accessKeyId,
    scope,
    region: scope.split('/')[1] ?? '',
    signedHeaders: signedHeaders.split(';'),
    signature,
  };
}

/** The region that the client signed for. */
export function signedRegionOf(request: S3Request): string {
  return authorizationOf(request).region;
}

/** Encodes all characters except the unreserved ones of RFC 3986. */
function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalRequestOf(request: S3Request, signedHeaders: readonly string[]): string {
  const query = [...request.query]
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers = signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`,
  );
  return [
    request.method,
    request.path.split('/').map(uriEncode).join('/'),
    query,
    headers.join(''),
    signedHeaders.join(';'),
    request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD',
  ].join('\n');
}

const signingKeys = new Map<string, Buffer>();

function signingKeyOf(secret: string, scope: string): Buffer {
  const id = `${secret}\n${scope}`;
  const known = signingKeys.get(id);
  if (known !== undefined) return known;
  const key = scope
    .split('/')
    .reduce<Buffer>(
      (last, part) => createHmac('sha256', last).update(part).digest(),
      Buffer.from(`AWS4${secret}`),
    );
  signingKeys.set(id, key);
  return key;
}

function signedAtOf(request: S3Request): { text: string; ms: number } {
  const text = request.headers['x-amz-date'] ?? '';
  const ms = Date.parse(
    text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z') || 'invalid',
  );
  if (Number.isNaN(ms)) throw accessDenied();
  return { text, ms };
}

/**
 * Throws AccessDenied (unsigned), InvalidAccessKeyId, RequestTimeTooSkewed, InvalidToken, SignatureDoesNotMatch.
 * `nowMs` is the server's clock.
 */
export function verifySignature(
  request: S3Request,
  known: readonly ServerCredentials[],
  nowMs: number,
): ServerCredentials {
  const authorization = authorizationOf(request);
  const credentials = known.find(({ accessKeyId }) => accessKeyId === authorization.accessKeyId);
  if (credentials === undefined) {
    throw new S3Error(
      403,
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    );
  }
  const signedAt = signedAtOf(request);
  if (Math.abs(nowMs - signedAt.ms) > MAX_SKEW_MS) {
    throw new S3Error(
      403,
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      { ServerTime: new Date(nowMs).toISOString() },
    );
  }
  if (credentials.sessionToken !== request.headers['x-amz-security-token']) {
    throw new S3Error(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.');
  }
  const canonical = canonicalRequestOf(request, authorization.signedHeaders);
  const stringToSign = [
    'AWS4-HMAC-SHA256',
    signedAt.text,
    authorization.scope,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n');
  const expected = createHmac('sha256', signingKeyOf(credentials.secretAccessKey, authorization.scope))
    .update(stringToSign)
    .digest();
  const given = Buffer.from(authorization.signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new S3Error(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    );
  }
  return credentials;
}
