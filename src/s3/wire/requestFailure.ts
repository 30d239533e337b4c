import { SyncError, type ErrorCode, type ErrorData } from '../../core/errors.js';
import { endpointWithoutBucket, isRegion } from '../../core/place.js';
import { serverTimeIn } from './serverTime.js';
import { KeysUnavailable } from './keysUnavailable.js';
import { verdictOn, verdictOnCode, type Patience, type Verdict } from './refusalTable.js';
import { serverWords } from './serverWords.js';

/**
 * Errors of the SDK, of servers and of Node as the core knows them; what their names mean is in the table beside this, and
 * known in no other file.
 */

/** What went wrong with one request. */
export interface RequestFailure {
  readonly error: SyncError;
  readonly patience: Patience;
  /** The bucket's region, where a wrong-region answer names it. */
  readonly region?: string;
  /** How long the server asks to be left alone. */
  readonly retryAfterMs?: number;
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
  /** Of `TemporaryRedirect`: the host that would answer. */
  readonly Endpoint?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

/** Codes of Node for certificates that somebody who is trusted may well vouch for (https://nodejs.org/api/tls.html). */
const CERTIFICATES: Readonly<Record<string, NonNullable<ErrorData['certificate']>>> = {
  CERT_HAS_EXPIRED: 'out-of-date',
  CERT_NOT_YET_VALID: 'out-of-date',
  ERR_TLS_CERT_ALTNAME_INVALID: 'of-another-server',
  HOSTNAME_MISMATCH: 'of-another-server',
};

/** Codes of Node where nothing more can be opened: no connection either, which says nothing of the network. */
const NO_DESCRIPTORS: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE']);

/** Turns what a request threw into what the core understands. `about` is what the request was for. */
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

/** Seconds, or a date (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after). */
function retryAfterIn(error: ServiceError): number | undefined {
  const text = error.$response?.headers?.['retry-after']?.trim() ?? '';
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** Whether it is a refusal that does not say why: a HEAD's answer has no document, so no code either. */
export function isUnexplained(thrown: unknown): boolean {
  const error = innermost(thrown);
  const status = statusOf(error) ?? 0;
  return (
    (status === 400 || status === 403 || (status >= 300 && status < 400)) &&
    verdictOnCode(error.name ?? '') === undefined &&
    !isRegionOfHead(error)
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

/** Whether the server has answered that it will not do it. After an error of its own it may have done it all the same. */
export function isRefusal(thrown: unknown): boolean {
  const status = statusOf(innermost(thrown));
  return status !== undefined && status >= 300 && status < 500;
}

const causeThrown = (error: unknown): ServiceError =>
  innermost(error instanceof SyncError ? error.cause : error);

const patienceOf = (error: SyncError): Patience => (error.isTransient ? 'brief' : 'none');

/** Node wraps the errors of several addresses of one host into an AggregateError; the first says enough. */
function innermost(thrown: unknown): ServiceError {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return thrown.errors[0] as ServiceError;
  return typeof thrown === 'object' && thrown !== null ? thrown : { message: String(thrown) };
}

function classify(error: ServiceError, { action, endpoint, file }: ErrorData): Verdict {
  const { name = '', message = '', code = '' } = error;
  if (name === 'AbortError') return ['cancelled', 'none'];
  // Of the SDK's rules of addresses, which know of more than is checked before.
  if (name === 'EndpointError') return ['bad-argument', 'none'];
  // Of a date that a server sent to the SDK, with which it signs.
  if (error instanceof RangeError && /time value/.test(message)) return ['clock-skew', 'none'];
  if (NO_DESCRIPTORS.has(code)) return ['too-few-descriptors', 'long'];
  if (couldNotConnect(error)) return ['no-network', 'brief'];
  if (isRegionOfHead(error)) return ['wrong-region', 'none'];
  const status = statusOf(error);
  if (status === undefined || status < 300) {
    const known = verdictOnCode(name) ?? verdictOnCode(code);
    if (known !== undefined) return known;
    if (isAboutCertificate(error)) return ['untrusted-certificate', 'none'];
    if (isTlsOrProtocol(error)) return ['no-network', 'none'];
    if (/checksum mismatch/i.test(message)) return ['wrong-bytes', 'brief'];
    if (status === undefined) return ['internal', 'none'];
    // It succeeded and could not be read: XML that is cut off, or no XML at all.
    return [action === 's3:ListBucket' ? 'incomplete-listing' : 'server-error', 'brief'];
  }
  if (REDIRECTS.has(status)) return redirection(error, endpoint);
  const words = withoutNames(message, file);
  const verdict = verdictOn({ code: codeOf(error), message: words, status, action });
  // A HEAD that is refused for the time alone does not say so.
  const isExplained = verdictOnCode(codeOf(error)) !== undefined;
  if (verdict?.[0] === 'access-denied' && !isExplained && isSkewed(error)) return ['clock-skew', 'brief'];
  if (verdict !== undefined) return verdict;
  const isWorthRetrying = status === 408 || (status >= 500 && status !== 501);
  return ['server-error', isWorthRetrying ? 'long' : 'none'];
}

/** `''` where the answer has no document: the SDK puts something of its own in the code's place. */
const codeOf = ({ name = '', code = '' }: ServiceError): string =>
  /^(Error|UnknownError|Unknown|\d+)$/.test(name) ? code : name;

/** Names of files and resources in a message say nothing of what is wrong: a folder may be called “archive”. */
function withoutNames(message: string, key = ''): string {
  const words = message.replace(/\barn:\S+|"[^"]*"|“[^”]*”/g, '');
  return key.includes('/') ? words.replaceAll(key, '') : words;
}

/** Those that point elsewhere (https://www.rfc-editor.org/rfc/rfc9110#section-15.4); a 304 that nobody asked for does not. */
const REDIRECTS: ReadonlySet<number> = new Set([300, 301, 302, 303, 307, 308]);

/**
 * Requests are never sent on to another host: a bucket's region is learnt from an answer, and the host for it made here.
 */
function redirection(error: ServiceError, endpoint: string | undefined): Verdict {
  if (regionIn(error) !== undefined) return ['wrong-region', 'none'];
  const known = verdictOnCode(error.name ?? '');
  if (known !== undefined) return known;
  return statusOf(error) === 301 && endpoint === undefined
    ? ['wrong-region', 'none']
    : ['redirected', 'none'];
}

/** The host in an answer that points elsewhere, without what else is in its address. */
function redirectedTo(error: ServiceError): string {
  const place = error.$response?.headers?.['location'] ?? error.Endpoint ?? '';
  try {
    return new URL(/^https?:/i.test(place) ? place : `https://${place}`).origin;
  } catch {
    return '?';
  }
}

/** What a listing fails with where an endpoint is wrong, and otherwise as well. */
const MAY_BE_THE_ENDPOINT: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'missing-bucket',
  'access-denied',
  'server-error',
  'redirected',
]);

/** A listing that is answered “no such key” tells of no object that is gone: what was asked was no bucket. */
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

/** Of an endpoint that https was spoken to where http is, or the reverse; nothing where the two are not at fault. */
export function withOtherScheme({ endpoint = '' }: ErrorData): Pick<ErrorData, 'otherScheme'> {
  const other = endpoint.replace(/^http(s?):/i, (_, s: string) => (s === '' ? 'https:' : 'http:'));
  return other === endpoint ? {} : { otherScheme: other };
}

/** Http speaks in letters, which are no version of TLS; and no answer of http begins as TLS does. */
const isOtherScheme = ({ code = '', message = '' }: ServiceError, { endpoint = '' }: ErrorData): boolean =>
  endpoint.startsWith('https:') ? /wrong.version.number/i.test(code + message) : code.startsWith('HPE_');

/** Https spoken to an http port, something that is no web server. */
function isTlsOrProtocol({ code = '' }: ServiceError): boolean {
  return /^ERR_TLS|^ERR_SSL|^EPROTO$|^HPE_/.test(code);
}

/** A HEAD for another region is refused with 400 or 301 and the right region in a header. */
function isRegionOfHead(error: ServiceError): boolean {
  const status = statusOf(error);
  return (status === 400 || status === 301) && regionIn(error) !== undefined;
}

/** What is no name of a region would become part of a host's name. */
function regionIn(error: ServiceError): string | undefined {
  const region =
    error.$response?.headers?.['x-amz-bucket-region'] ??
    error.Region ??
    /\bs3[.-]([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/.exec(error.Endpoint ?? '')?.[1];
  return region !== undefined && isRegion(region) ? region : undefined;
}

/** S3 allows 15 minutes; a refused HEAD does not say that this is why. */
function isSkewed(error: ServiceError): boolean {
  return Math.abs(serverTimeIn(error.$response?.headers ?? {}).offsetMs ?? 0) > 15 * 60 * 1000;
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

/** For the log, and for the user. */
function saidData(error: ServiceError): Pick<ErrorData, 'cause' | 'said'> {
  const { name, message } = error;
  const words = statusOf(error) === undefined ? undefined : serverWords(message, name);
  return { cause: causeOf(error), ...(words !== undefined && { said: words }) };
}

/** Ceph's errors have no message, a HEAD's no code: whatever there is, for the log. */
function causeOf(error: ServiceError): string {
  const status = statusOf(error);
  const words = [error.name, error.code, error.message, status === undefined ? '' : `HTTP ${status}`];
  const shown = words.filter((word) => word !== undefined && word !== '' && word !== 'Error');
  return [...new Set(shown)].join(' · ') || 'unknown';
}
