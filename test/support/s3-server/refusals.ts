import type { Personality } from './personality.js';
import type { S3Request } from './http/request.js';
import { S3Error, invalidArgument } from './http/s3Error.js';

/** The refusal of a request that a server of this personality does not support, before it is carried out. */
export function refusalOf(request: S3Request, personality: Personality): S3Error | undefined {
  const { operation, headers, query } = request;
  if (personality.lacks.includes(operation)) return notImplemented(operation);
  const unknown = Object.keys(headers).find((name) =>
    personality.lacksHeaders.some((pattern) => pattern.test(name)),
  );
  if (unknown !== undefined) return notImplemented(unknown);
  if (personality.startAfter === 'refused' && query.has('start-after')) return notImplemented('start-after');
  if ((headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-')) {
    if (personality.chunkedBodies === 'not-implemented') return notImplemented('aws-chunked');
    if (personality.chunkedBodies === 'length-required') {
      return new S3Error(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
    }
  }
  if (personality.wantsContentMd5 && operation === 'DeleteObjects' && headers['content-md5'] === undefined) {
    return invalidArgument('Missing required header for this request: Content-Md5');
  }
  return undefined;
}

export const notImplemented = (what: string): S3Error =>
  new S3Error(501, 'NotImplemented', `A header or method implies functionality that is not there: ${what}`);
