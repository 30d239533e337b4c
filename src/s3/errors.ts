import { SyncError, type ErrorCode, type ErrorData } from '../sync/errors.js';

/** The only file that knows the names of the SDK's, the servers' and Node's errors. */

/** How long it is worth trying again. */
export type Patience =
  | 'none'
  /** It passes at once or not at all: a wrong clock, a damaged upload, a server that cannot be reached. */
  | 'brief'
  /** Load and networks take a while to recover. */
  | 'long';

/** What went wrong with one request. */
export interface Failure {
  readonly error: SyncError;
  readonly patience: Patience;
  /** The bucket's region, where a wrong-region answer names it. */
  readonly region?: string;
}

/** What is read of an error of the SDK, whose classes differ by operation. */
interface ServiceError {
  readonly name?: string;
  readonly message?: string;
  /** Node's errors and, for some services, the server's. */
  readonly code?: string;
  /** Of Node's: `connect`, `read`, `getaddrinfo`. */
  readonly syscall?: string;
  /** Of `AuthorizationHeaderMalformed`. */
  readonly Region?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

const CODES: Readonly<Record<string, readonly [ErrorCode, Patience]>> = {
  NoSuchBucket: ['missing-bucket', 'none'],
  InvalidBucketName: ['bad-argument', 'none'],
  NoSuchKey: ['object-missing', 'none'],
  NoSuchUpload: ['object-missing', 'none'],
  NotFound: ['object-missing', 'none'],
  KeyTooLongError: ['unsafe-name', 'none'],
  InvalidObjectName: ['unsafe-name', 'none'],

  AccessDenied: ['access-denied', 'none'],
  AllAccessDisabled: ['access-denied', 'none'],
  InvalidAccessKeyId: ['wrong-credentials', 'none'],
  SignatureDoesNotMatch: ['wrong-credentials', 'none'],
  InvalidToken: ['wrong-credentials', 'none'],
  InvalidClientTokenId: ['wrong-credentials', 'none'],
  UnrecognizedClientException: ['wrong-credentials', 'none'],
  ExpiredToken: ['expired-credentials', 'none'],
  ExpiredTokenException: ['expired-credentials', 'none'],
  TokenRefreshRequired: ['expired-credentials', 'none'],

  PermanentRedirect: ['wrong-region', 'none'],
  AuthorizationHeaderMalformed: ['wrong-region', 'none'],
  IllegalLocationConstraintException: ['wrong-region', 'none'],

  RequestTimeTooSkewed: ['clock-skew', 'brief'],
  RequestExpired: ['clock-skew', 'brief'],

  BadDigest: ['wrong-bytes', 'brief'],
  InvalidDigest: ['wrong-bytes', 'brief'],
  XAmzContentSHA256Mismatch: ['wrong-bytes', 'brief'],
  IncompleteBody: ['wrong-bytes', 'brief'],

  SlowDown: ['throttled', 'long'],
  Throttling: ['throttled', 'long'],
  ThrottlingException: ['throttled', 'long'],
  RequestLimitExceeded: ['throttled', 'long'],
  TooManyRequests: ['throttled', 'long'],
  ServiceUnavailable: ['throttled', 'long'],

  RequestTimeout: ['server-error', 'long'],
  InternalError: ['server-error', 'long'],
  OperationAborted: ['server-error', 'long'],
  TimeoutError: ['server-error', 'long'],

  PreconditionFailed: ['changed-during-sync', 'none'],
  ConditionalRequestConflict: ['changed-during-sync', 'none'],
  QuotaExceeded: ['server-error', 'none'],

  // Of Node: the connection was there and broke …
  ECONNRESET: ['server-error', 'long'],
  EPIPE: ['server-error', 'long'],
  ETIMEDOUT: ['server-error', 'long'],
  ERR_STREAM_PREMATURE_CLOSE: ['server-error', 'long'],
  // … or could not be made (mostly told by the system call).
  ECONNREFUSED: ['no-network', 'brief'],
  ENOTFOUND: ['no-network', 'brief'],
  EAI_AGAIN: ['no-network', 'brief'],
  ENETUNREACH: ['no-network', 'brief'],
  ENETDOWN: ['no-network', 'brief'],
  EHOSTUNREACH: ['no-network', 'brief'],
  EHOSTDOWN: ['no-network', 'brief'],
};

/** Codes of Node for certificates that somebody who is trusted may well vouch for (https://nodejs.org/api/tls.html). */
const CERTIFICATES: Readonly<Record<string, NonNullable<ErrorData['certificate']>>> = {
  CERT_HAS_EXPIRED: 'out-of-date',
  CERT_NOT_YET_VALID: 'out-of-date',
  ERR_TLS_CERT_ALTNAME_INVALID: 'of-another-server',
  HOSTNAME_MISMATCH: 'of-another-server',
};

/** Turns what a request threw into what the core understands. `about` is what the request was for. */
export function failureOf(thrown: unknown, about: ErrorData): Failure {
  if (thrown instanceof SyncError) return { error: thrown, patience: patienceOf(thrown) };
  const error = innermost(thrown);
  const [code, patience] = classify(error, about.action);
  const region = code === 'wrong-region' ? regionIn(error) : undefined;
  const data = {
    ...about,
    ...(code === 'untrusted-certificate' ? certificateData(error) : { cause: causeOf(error) }),
  };
  return {
    error: new SyncError(code, data, { cause: thrown }),
    patience,
    ...(region === undefined ? {} : { region }),
  };
}

/** Whether it is a refusal that does not say why: a HEAD's answer has no document, so no code either. */
export function isUnexplained(thrown: unknown): boolean {
  const error = innermost(thrown);
  const status = statusOf(error);
  return (
    (status === 400 || status === 403) && CODES[error.name ?? ''] === undefined && !isRegionOfHead(error)
  );
}

/** Codes of servers that do not know a header, beside the status 501. */
const REFUSED_HEADER = new Set(['NotImplemented', 'InvalidArgument', 'InvalidRequest', 'UnsupportedHeader']);

/** Whether a request failed, perhaps, because the server does not know conditions: it is worth a try without. */
export function refusesConditions(error: unknown): boolean {
  const cause = causeThrown(error);
  return statusOf(cause) === 501 || (statusOf(cause) === 400 && REFUSED_HEADER.has(cause.name ?? ''));
}

/** Whether a listing failed, perhaps, because the server does not know `start-after`: there are tokens as well. */
export const refusesStartAfter = refusesConditions;

/** Another write to the same key was under way: it is open which of the two the object will be. */
export const isUndecidedRace = (error: unknown): boolean => statusOf(causeThrown(error)) === 409;

/** Codes of a connection that was made and broke. The SDK's name for these errors is that of any timeout. */
const BROKEN_CONNECTION = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']);

/** Whether the connection broke before there was an answer to the request. */
export function isBrokenConnection(error: unknown): boolean {
  const cause = causeThrown(error);
  return statusOf(cause) === undefined && BROKEN_CONNECTION.has(cause.code ?? '');
}

/** Whether a server has answered, if only to refuse. */
export const isAnswer = (thrown: unknown): boolean => statusOf(innermost(thrown)) !== undefined;

const causeThrown = (error: unknown): ServiceError =>
  innermost(error instanceof SyncError ? error.cause : error);

const patienceOf = (error: SyncError): Patience => (error.isTransient ? 'brief' : 'none');

/** Node wraps the errors of several addresses of one host into an AggregateError; the first says enough. */
function innermost(thrown: unknown): ServiceError {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return thrown.errors[0] as ServiceError;
  return typeof thrown === 'object' && thrown !== null ? thrown : { message: String(thrown) };
}

function classify(error: ServiceError, action: string | undefined): readonly [ErrorCode, Patience] {
  if (error.name === 'AbortError') return ['cancelled', 'none'];
  if (error.name === 'CredentialsProviderError' || error.name === 'TokenProviderError') {
    return [/expired/i.test(error.message ?? '') ? 'expired-credentials' : 'no-credentials', 'none'];
  }
  if (couldNotConnect(error)) return ['no-network', 'brief'];
  if (isRegionOfHead(error)) return ['wrong-region', 'none'];
  const known = CODES[error.name ?? ''] ?? CODES[error.code ?? ''];
  if (known !== undefined) return known;
  if (isAboutCertificate(error)) return ['untrusted-certificate', 'none'];
  if (isTlsOrProtocol(error)) return ['no-network', 'none'];
  if (/checksum mismatch/i.test(error.message ?? '')) return ['wrong-bytes', 'brief'];
  return byStatus(error, action);
}

/** An answer without a document, as every HEAD's is, or with a code that is not known here. */
function byStatus(error: ServiceError, action: string | undefined): readonly [ErrorCode, Patience] {
  const status = statusOf(error);
  if (status === undefined) return ['internal', 'none'];
  // It succeeded and could not be read: XML that is cut off, or no XML at all.
  if (status < 300) return [action === 's3:ListBucket' ? 'incomplete-listing' : 'server-error', 'brief'];
  if (status === 401 || status === 403)
    return isSkewed(error) ? ['clock-skew', 'brief'] : ['access-denied', 'none'];
  if (status === 404) return ['object-missing', 'none'];
  if (status === 412) return ['changed-during-sync', 'none'];
  if (status === 429) return ['throttled', 'long'];
  if (status === 301) return ['wrong-region', 'none'];
  const isWorthRetrying = status === 408 || (status >= 500 && status !== 501);
  return ['server-error', isWorthRetrying ? 'long' : 'none'];
}

const statusOf = (error: ServiceError): number | undefined =>
  error.$metadata?.httpStatusCode ?? error.$response?.statusCode;

/** Node calls a connection that could not be made by the same codes as one that broke later. */
const couldNotConnect = ({ name, message = '', syscall }: ServiceError): boolean =>
  syscall === 'connect' ||
  syscall === 'getaddrinfo' ||
  (name === 'TimeoutError' && message.includes('establish a connection'));

/**
 * Nobody who is trusted vouches for it, it has expired, or it is another server's (https://nodejs.org/api/tls.html).
 * `ERR_SSL_…`: the server does not accept ours.
 */
function isAboutCertificate({ code = '' }: ServiceError): boolean {
  return /^(?!ERR_SSL_).*CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^INVALID_CA$/.test(code);
}

/** Https spoken to an http port, something that is no web server. */
function isTlsOrProtocol({ code = '' }: ServiceError): boolean {
  return /^ERR_TLS|^ERR_SSL|^EPROTO$|^HPE_/.test(code);
}

/** A HEAD for another region is refused with 400 or 301 and the right region in a header. */
function isRegionOfHead(error: ServiceError): boolean {
  const status = statusOf(error);
  return (status === 400 || status === 301) && regionIn(error) !== undefined;
}

function regionIn(error: ServiceError): string | undefined {
  return error.$response?.headers?.['x-amz-bucket-region'] ?? error.Region;
}

/** S3 allows 15 minutes; a refused HEAD does not say that this is why. */
function isSkewed(error: ServiceError): boolean {
  const serverMs = Date.parse(error.$response?.headers?.['date'] ?? '');
  return Math.abs(Date.now() - serverMs) > 15 * 60 * 1000;
}

/** In words for the user. Node's advice of the newest releases is how to start Node: nobody here can follow it. */
function certificateData({
  message = '',
  code = '',
}: ServiceError): Pick<ErrorData, 'cause' | 'certificate'> {
  const certificate = CERTIFICATES[code];
  const cause = message.replace(/; if the root CA is installed locally.*$/s, '') || code;
  return { cause, ...(certificate !== undefined && { certificate }) };
}

/** Ceph's errors have no message, a HEAD's no code: whatever there is, for the log. */
function causeOf(error: ServiceError): string {
  const status = statusOf(error);
  const parts = [error.name, error.code, error.message, status === undefined ? '' : `HTTP ${status}`];
  const shown = parts.filter((part) => part !== undefined && part !== '' && part !== 'Error');
  return [...new Set(shown)].join(' · ') || 'unknown';
}
