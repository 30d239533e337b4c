import { SyncError, type ErrorCode, type ErrorData } from '../../core/errors.js';
import { endpointWithoutBucket, isRegion } from '../../core/place.js';
import { serverTimeIn } from './serverTime.js';
import type { ErrorAnswer } from './httpError.js';
import { KeysUnavailable } from './keysUnavailable.js';
import { verdictOn, verdictOnCode, type Patience, type Verdict } from './refusalTable.js';
import { serverWords } from './serverWords.js';

/**
 * Translates errors of the SDK, of servers and of Node into those of the core. What their codes mean is in
 * `refusalTable.ts` and in no other file.
 */

/** What went wrong with one request. */
export interface RequestFailure {
  readonly error: SyncError;
  readonly patience: Patience;
  /** The region of the bucket, where the answer names it. */
  readonly region?: string;
  /** The pause that the server asks for. */
  readonly retryAfterMs?: number;
}

/** The fields that are read of an error of Node, or of an `HttpError`. */
interface ThrownError extends Partial<ErrorAnswer> {
  /** Of Node's errors: `connect`, `read`, `getaddrinfo`. */
  readonly syscall?: string;
}

/** Codes of Node for certificates that a trusted authority may have issued (https://nodejs.org/api/tls.html). */
const CERTIFICATES: Readonly<Record<string, NonNullable<ErrorData['certificate']>>> = {
  CERT_HAS_EXPIRED: 'out-of-date',
  CERT_NOT_YET_VALID: 'out-of-date',
  ERR_TLS_CERT_ALTNAME_INVALID: 'of-another-server',
  HOSTNAME_MISMATCH: 'of-another-server',
};

/**
 * Codes of Node for a process that can open no more descriptors: it cannot connect either, which says nothing of the
 * network.
 */
const NO_DESCRIPTORS: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE']);

/** Turns an error that a request threw into one of the core. `about`: what the request was for. */
export function failureOf(thrown: unknown, about: ErrorData): RequestFailure {
  if (thrown instanceof SyncError) return { error: thrown, patience: patienceOf(thrown) };
  if (thrown instanceof KeysUnavailable) {
    const [code, patience] = thrown.verdict;
    return { error: new SyncError(code, { ...about, ...thrown.data }, { cause: thrown }), patience };
  }
  const error = innermost(thrown);
  const [code, patience] = placed(classify(error, about), about);
  const region = code === 'wrong-region' ? regionIn(error) : undefined;
  const data = {
    ...about,
    ...(code === 'untrusted-certificate' ? certificateData(error) : saidData(error)),
    ...(code === 'bad-argument' && {
      cause: serverWords(error.message)?.replace(/\.$/, '') ?? causeOf(error),
    }),
    ...(code === 'no-network' && isOtherScheme(error, about) && withOtherScheme(about)),
    ...(code === 'redirected' && { right: redirectedTo(error) }),
    ...(code === 'wrong-endpoint' && rightEndpoint(about)),
  };
  const retryAfterMs = retryAfterIn(error);
  return {
    error: new SyncError(code, data, { cause: thrown }),
    patience,
    ...(region === undefined ? {} : { region }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** The header is in seconds, or a date (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after). */
function retryAfterIn(error: ThrownError): number | undefined {
  const text = error.headers?.['retry-after']?.trim() ?? '';
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** Whether the error is a refusal without a reason: the answer to a HEAD has no document, so it has no code. */
export function isUnexplained(thrown: unknown): boolean {
  const error = innermost(thrown);
  const status = error.httpStatus ?? 0;
  return (
    (status === 400 || status === 403 || (status >= 300 && status < 400)) &&
    verdictOnCode(error.name ?? '') === undefined &&
    !isRegionOfHead(error)
  );
}

/** Codes of servers that do not know a header, besides the status 501. */
const REFUSED_HEADER = new Set(['NotImplemented', 'InvalidArgument', 'InvalidRequest', 'UnsupportedHeader']);

/**
 * Whether a request may have failed because the server does not know conditions, so that it is worth a try without.
 */
export function refusesConditions(error: unknown): boolean {
  const cause = causeThrown(error);
  return cause.httpStatus === 501 || (cause.httpStatus === 400 && REFUSED_HEADER.has(cause.name ?? ''));
}

/**
 * Whether a listing may have failed because the server does not know `start-after`, so that it is worth a try with
 * tokens.
 */
export const refusesStartAfter = refusesConditions;

/** Whether another write to the same key was in progress: either of them may have made the object. */
export const isUndecidedRace = (error: unknown): boolean => causeThrown(error).httpStatus === 409;

/** Codes of a connection that was established and broke. The SDK gives these errors the name of any timeout. */
const BROKEN_CONNECTION = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']);

/** Whether the connection broke before the request was answered. */
export function isBrokenConnection(error: unknown): boolean {
  const cause = causeThrown(error);
  return cause.httpStatus === undefined && BROKEN_CONNECTION.has(cause.code ?? '');
}

/** Whether a server has answered, with success or an error. */
export const isAnswer = (thrown: unknown): boolean => innermost(thrown).httpStatus !== undefined;

/** Whether the server has answered that it did not do it. After a server error it may have done it all the same. */
export function isRefusal(thrown: unknown): boolean {
  const status = innermost(thrown).httpStatus;
  return status !== undefined && status >= 300 && status < 500;
}

const causeThrown = (error: unknown): ThrownError =>
  innermost(error instanceof SyncError ? error.cause : error);

const patienceOf = (error: SyncError): Patience => (error.isTransient ? 'brief' : 'none');

/** Node wraps the errors of several addresses of one host in an AggregateError; the first one is enough. */
function innermost(thrown: unknown): ThrownError {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return thrown.errors[0] as ThrownError;
  return typeof thrown === 'object' && thrown !== null ? thrown : { message: String(thrown) };
}

function classify(error: ThrownError, { action, endpoint, file }: ErrorData): Verdict {
  const { name = '', message = '', code = '' } = error;
  if (name === 'AbortError') return ['cancelled', 'none'];
  // The endpoint rules of the SDK know more cases than we check before.
  if (name === 'EndpointError') return ['bad-argument', 'none'];
  // The SDK threw while it signed with a date that a server had sent.
  if (error instanceof RangeError && /time value/.test(message)) return ['clock-skew', 'none'];
  if (NO_DESCRIPTORS.has(code)) return ['too-few-descriptors', 'long'];
  if (couldNotConnect(error)) return ['no-network', 'brief'];
  if (isRegionOfHead(error)) return ['wrong-region', 'none'];
  const status = error.httpStatus;
  if (status === undefined || status < 300) {
    const known = verdictOnCode(name) ?? verdictOnCode(code);
    if (known !== undefined) return known;
    if (isAboutCertificate(error)) return ['untrusted-certificate', 'none'];
    if (isTlsOrProtocol(error)) return ['no-network', 'none'];
    if (/checksum mismatch/i.test(message)) return ['wrong-bytes', 'brief'];
    if (status === undefined) return ['internal', 'none'];
    // The request succeeded but its answer cannot be read: XML that is cut off, or no XML at all.
    return [action === 's3:ListBucket' ? 'incomplete-listing' : 'server-error', 'brief'];
  }
  if (REDIRECTS.has(status)) return redirection(error, endpoint);
  const words = withoutNames(message, file);
  const verdict = verdictOn({ code: codeOf(error), message: words, status, action });
  // A HEAD that is refused because of the time does not say so.
  const isExplained = verdictOnCode(codeOf(error)) !== undefined;
  if (verdict?.[0] === 'access-denied' && !isExplained && isSkewed(error)) return ['clock-skew', 'brief'];
  if (verdict !== undefined) return verdict;
  const isWorthRetrying = status === 408 || (status >= 500 && status !== 501);
  return ['server-error', isWorthRetrying ? 'long' : 'none'];
}

/** Empty where the answer has no document: the SDK then puts a word of its own in place of the code. */
const codeOf = ({ name = '', code = '' }: ThrownError): string =>
  /^(Error|UnknownError|Unknown|\d+)$/.test(name) ? code : name;

/** Removes the names of files and resources, which say nothing about the cause: a folder may be called “archive”. */
function withoutNames(message: string, key = ''): string {
  const words = message.replace(/\barn:\S+|"[^"]*"|“[^”]*”/g, '');
  return key.includes('/') ? words.replaceAll(key, '') : words;
}

/** Redirects (https://www.rfc-editor.org/rfc/rfc9110#section-15.4). An unrequested 304 is none. */
const REDIRECTS: ReadonlySet<number> = new Set([300, 301, 302, 303, 307, 308]);

/**
 * Requests never follow a redirect: an answer only tells the region of the bucket, and the host is derived from it
 * here.
 */
function redirection(error: ThrownError, endpoint: string | undefined): Verdict {
  if (regionIn(error) !== undefined) return ['wrong-region', 'none'];
  const known = verdictOnCode(error.name ?? '');
  if (known !== undefined) return known;
  return error.httpStatus === 301 && endpoint === undefined
    ? ['wrong-region', 'none']
    : ['redirected', 'none'];
}

/** The host that a redirect points to, without the rest of its URL. */
function redirectedTo(error: ThrownError): string {
  const place = error.headers?.['location'] ?? error.endpoint ?? '';
  try {
    return new URL(/^https?:/i.test(place) ? place : `https://${place}`).origin;
  } catch {
    return '?';
  }
}

/** The failures of a listing that a wrong endpoint may cause, among other causes. */
const MAY_BE_THE_ENDPOINT: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'missing-bucket',
  'access-denied',
  'server-error',
  'redirected',
]);

/** “No such key” in answer to a listing does not mean that an object is gone: the listing did not reach a bucket. */
function placed(verdict: Verdict, about: ErrorData): Verdict {
  if (about.action !== 's3:ListBucket') return verdict;
  const [code, patience] = verdict;
  const isEndpoint =
    code === 'object-missing' ||
    (MAY_BE_THE_ENDPOINT.has(code) && patience === 'none' && rightEndpoint(about) !== undefined);
  return isEndpoint ? ['wrong-endpoint', 'none'] : verdict;
}

function rightEndpoint({ endpoint = '', bucket = '' }: ErrorData): Pick<ErrorData, 'right'> | undefined {
  const right = endpointWithoutBucket(endpoint, bucket);
  return right === undefined ? undefined : { right };
}

/** Node uses the same codes for a connection that could not be established and for one that broke later. */
const couldNotConnect = ({ name, message = '', syscall }: ThrownError): boolean =>
  syscall === 'connect' ||
  syscall === 'getaddrinfo' ||
  (name === 'TimeoutError' && message.includes('establish a connection'));

/**
 * The certificate is not trusted, has expired, or belongs to another server (https://nodejs.org/api/tls.html).
 * `ERR_SSL_…` means that the server does not accept our certificate.
 */
function isAboutCertificate({ code = '' }: ThrownError): boolean {
  return /^(?!ERR_SSL_).*CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^INVALID_CA$/.test(code);
}

/**
 * The endpoint with the other scheme, for https sent to an http port or the reverse; empty where the scheme is not
 * the cause.
 */
export function withOtherScheme({ endpoint = '' }: ErrorData): Pick<ErrorData, 'otherScheme'> {
  const other = endpoint.replace(/^http(s?):/i, (_, s: string) => (s === '' ? 'https:' : 'http:'));
  return other === endpoint ? {} : { otherScheme: other };
}

/** TLS reads the letters of an http answer as a wrong version; the http parser refuses the first bytes of TLS. */
const isOtherScheme = ({ code = '', message = '' }: ThrownError, { endpoint = '' }: ErrorData): boolean =>
  endpoint.startsWith('https:') ? /wrong.version.number/i.test(code + message) : code.startsWith('HPE_');

/** Whether https was sent to an http port, or something that is not a web server answered. */
function isTlsOrProtocol({ code = '' }: ThrownError): boolean {
  return /^ERR_TLS|^ERR_SSL|^EPROTO$|^HPE_/.test(code);
}

/** Whether a HEAD went to the wrong region: it is refused with 400 or 301, and a header names the right one. */
function isRegionOfHead(error: ThrownError): boolean {
  const status = error.httpStatus;
  return (status === 400 || status === 301) && regionIn(error) !== undefined;
}

/** The region becomes part of a host name: anything that is not the name of a region is ignored. */
function regionIn(error: ThrownError): string | undefined {
  const region =
    error.headers?.['x-amz-bucket-region'] ??
    error.region ??
    /\bs3[.-]([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/.exec(error.endpoint ?? '')?.[1];
  return region !== undefined && isRegion(region) ? region : undefined;
}

/** S3 tolerates 15 minutes; a HEAD that is refused does not give this reason. */
function isSkewed(error: ThrownError): boolean {
  return Math.abs(serverTimeIn(error.headers ?? {}).offsetMs ?? 0) > 15 * 60 * 1000;
}

/**
 * The cause for the user. Recent versions of Node add advice on how to start Node, which users of this program cannot
 * follow.
 */
function certificateData({ message = '', code = '' }: ThrownError): Pick<ErrorData, 'cause' | 'certificate'> {
  const certificate = CERTIFICATES[code];
  const cause = message.replace(/; if the root CA is installed locally.*$/s, '') || code;
  return { cause, ...(certificate !== undefined && { certificate }) };
}

/** The cause for the log, and the words of the server for the user. */
function saidData(error: ThrownError): Pick<ErrorData, 'cause' | 'said'> {
  const { name, message } = error;
  const words = error.httpStatus === undefined ? undefined : serverWords(message, name);
  return { cause: causeOf(error), ...(words !== undefined && { said: words }) };
}

/** Whatever the error says, for the log: errors of Ceph have no message, answers to a HEAD no code. */
function causeOf(error: ThrownError): string {
  const status = error.httpStatus;
  const words = [error.name, error.code, error.message, status === undefined ? '' : `HTTP ${status}`];
  const shown = words.filter((word) => word !== undefined && word !== '' && word !== 'Error');
  return [...new Set(shown)].join(' · ') || 'unknown';
}
