import type { ErrorCode } from '../../core/errors.js';

/**
 * What the codes, messages and statuses of the SDK, of servers and of Node mean: the table of docs/sync-contract.md
 * §9. The codes are those of the S3 API reference (“Error responses”), and of servers that add their own.
 */

/** How long a failed request is worth retrying. */
export type Patience =
  | 'none'
  /** The cause passes at once or not at all: a wrong clock, a damaged upload, a server that cannot be reached. */
  | 'brief'
  /** The cause takes a while to pass: load, networks. */
  | 'long';

export type Verdict = readonly [ErrorCode, Patience];

/** What a refusal says of itself. */
export interface RefusalDetails {
  /** Empty where the answer has no document, as that of a HEAD. */
  readonly code: string;
  readonly message: string;
  readonly status: number;
  /** The right that the request needed: `s3:PutObject`. */
  readonly action: string | undefined;
}

const BY_CODE: Readonly<Record<string, Verdict>> = {
  NoSuchBucket: ['missing-bucket', 'none'],
  NoSuchAccessPoint: ['missing-bucket', 'none'],
  InvalidAccessPoint: ['missing-bucket', 'none'],
  InvalidAccessPointAliasError: ['missing-bucket', 'none'],
  InvalidBucketName: ['bad-argument', 'none'],
  NoSuchKey: ['object-missing', 'none'],
  NotFound: ['object-missing', 'none'],
  NoSuchUpload: ['upload-missing', 'none'],
  KeyTooLongError: ['unsafe-name', 'none'],
  KeyTooLong: ['unsafe-name', 'none'],
  InvalidObjectName: ['unsafe-name', 'none'],
  InvalidURI: ['unsafe-name', 'none'],
  XMinioInvalidObjectName: ['unsafe-name', 'none'],
  XMinioParentIsObject: ['unsafe-name', 'none'],
  XMinioObjectExistsAsDirectory: ['unsafe-name', 'none'],

  AccessDenied: ['access-denied', 'none'],
  InvalidAccessKeyId: ['wrong-credentials', 'none'],
  SignatureDoesNotMatch: ['wrong-credentials', 'none'],
  InvalidToken: ['wrong-credentials', 'none'],
  InvalidClientTokenId: ['wrong-credentials', 'none'],
  UnrecognizedClientException: ['wrong-credentials', 'none'],
  ExpiredToken: ['expired-credentials', 'none'],
  ExpiredTokenException: ['expired-credentials', 'none'],
  TokenRefreshRequired: ['expired-credentials', 'none'],

  AllAccessDisabled: ['account-suspended', 'none'],
  AccountProblem: ['account-suspended', 'none'],
  AccountSuspended: ['account-suspended', 'none'],
  UserSuspended: ['account-suspended', 'none'],
  UserDisable: ['account-suspended', 'none'],
  NotSignedUp: ['account-suspended', 'none'],

  QuotaExceeded: ['quota-reached', 'none'],
  ServiceQuotaExceeded: ['quota-reached', 'none'],
  ServiceQuotaExceededException: ['quota-reached', 'none'],
  StorageQuotaExceeded: ['quota-reached', 'none'],
  XMinioStorageFull: ['quota-reached', 'none'],
  XMinioAdminBucketQuotaExceeded: ['quota-reached', 'none'],
  XRustfsStorageFull: ['quota-reached', 'none'],

  InvalidObjectState: ['archived', 'none'],
  ObjectNotInActiveTierError: ['archived', 'none'],
  RestoreAlreadyInProgress: ['archived', 'none'],
  ObjectLocked: ['object-locked', 'none'],
  FileImmutable: ['object-locked', 'none'],
  EntityTooLarge: ['too-large', 'none'],
  RequestEntityTooLarge: ['too-large', 'none'],
  MaxMessageLengthExceeded: ['too-large', 'none'],

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
  // MinIO has a code for each kind of load.
  SlowDownRead: ['throttled', 'long'],
  SlowDownWrite: ['throttled', 'long'],
  ServerBusy: ['throttled', 'long'],
  // Wasabi sends it with status 400.
  RequestRateLimitExceeded: ['throttled', 'long'],
  BandwidthLimitExceeded: ['throttled', 'long'],

  RequestTimeout: ['server-error', 'long'],
  InternalError: ['server-error', 'long'],
  TimeoutError: ['server-error', 'long'],

  PreconditionFailed: ['changed-during-sync', 'none'],
  ConditionalRequestConflict: ['changed-during-sync', 'none'],

  // Codes of Node for a connection that broke …
  ECONNRESET: ['server-error', 'long'],
  EPIPE: ['server-error', 'long'],
  ETIMEDOUT: ['server-error', 'long'],
  ERR_STREAM_PREMATURE_CLOSE: ['server-error', 'long'],
  // … or could not be established (the system call usually tells that too).
  ECONNREFUSED: ['no-network', 'brief'],
  ENOTFOUND: ['no-network', 'brief'],
  EAI_AGAIN: ['no-network', 'brief'],
  ENETUNREACH: ['no-network', 'brief'],
  ENETDOWN: ['no-network', 'brief'],
  EHOSTUNREACH: ['no-network', 'brief'],
  EHOSTDOWN: ['no-network', 'brief'],
  ERR_PROXY_REFUSED: ['no-network', 'brief'],
};

/** The verdict on a code alone; `undefined` where the code is unknown. */
export const verdictOnCode = (code: string): Verdict | undefined =>
  Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;

/** Codes that servers send for several reasons; the message names the reason. */
const TELLS_IN_WORDS = new Set([
  '',
  'AccessDenied',
  'AccessForbidden',
  'Forbidden',
  'InvalidRequest',
  'InvalidArgument',
  'MethodNotAllowed',
  'OperationAborted',
  'Conflict',
]);

/** The first match counts. */
const BY_WORDS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/\bkms\b/i, 'key-service'],
  [
    /object[ -]?lock(?!.*\b(parameters|Content-MD5)\b)|legal hold|\bretention\b|\bWORM\b|immutab/i,
    'object-locked',
  ],
  [/storage ?class|\barchived?\b/i, 'archived'],
  [
    /\bcap\b.{0,40}\b(exceeded|reached)|quota|(storage|usage|bandwidth) limit|storage (is )?full|no space left/i,
    'quota-reached',
  ],
  [/\b(account|user|key)\b.*\b(suspended|disabled|closed|locked)|overdue|arrears/i, 'account-suspended'],
  [/requester[ -]?pays|request[ -]?payer/i, 'unsupported-bucket'],
  [
    /stored using a form of server side encryption|customer.*\b(key|algorithm)|\bSSE-C\b/i,
    'object-encrypted',
  ],
  [/server[ -]side[ -]encryption/i, 'unsupported-bucket'],
];

/**
 * The verdict on a refusal, by its code, message and status; `undefined` where they say no more than that the request
 * failed.
 */
export function verdictOn({ code, message, status, action }: RefusalDetails): Verdict | undefined {
  if (/^KMS/.test(code)) return verdictOnKeyService(code);
  // A copy may fail after the answer has begun as a success: its error document then counts as status 503.
  const explains = status < 500 ? status !== 429 : code !== '';
  if (explains && TELLS_IN_WORDS.has(code)) {
    const told = BY_WORDS.find(([words]) => words.test(message));
    if (told !== undefined) return [told[1], 'none'];
  }
  return verdictOnCode(code) ?? verdictOnStatus(status, action);
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html, with the prefix `KMS.`. */
function verdictOnKeyService(code: string): Verdict {
  if (/Throttl|LimitExceeded/.test(code)) return ['throttled', 'long'];
  return /Internal|Timeout|Unavailable/.test(code) ? ['server-error', 'long'] : ['key-service', 'none'];
}

/** For answers without a document, as to every HEAD, or with an unknown code. */
function verdictOnStatus(status: number, action: string | undefined): Verdict | undefined {
  switch (status) {
    case 401:
      return ['wrong-credentials', 'none'];
    case 402:
      return ['account-suspended', 'none'];
    case 403:
      return ['access-denied', 'none'];
    case 404:
      return ['object-missing', 'none'];
    case 407:
      return ['no-network', 'none'];
    case 409:
      return isWrite(action) ? ['changed-during-sync', 'none'] : ['server-error', 'long'];
    case 412:
      return ['changed-during-sync', 'none'];
    case 413:
      return ['too-large', 'none'];
    case 429:
    case 503:
      return ['throttled', 'long'];
    case 507:
      return ['quota-reached', 'none'];
    default:
      return undefined;
  }
}

/** Of two writes to one key at once, one loses; each server has its own code for that. */
const isWrite = (action: string | undefined): boolean =>
  action === 's3:PutObject' || action === 's3:DeleteObject';
