import type { WrongPlace } from './place.js';

/** Everything that can go wrong, by a code that scripts can test and a sentence can be made of. */
export type ErrorCode =
  // the whole run stops: nothing further can succeed
  | 'bad-argument'
  | 'bucket-not-set'
  | 'missing-bucket'
  | 'no-credentials'
  | 'wrong-credentials'
  | 'expired-credentials'
  | 'account-suspended'
  | 'quota-reached'
  | 'wrong-region'
  | 'wrong-endpoint'
  | 'redirected'
  | 'unsupported-bucket'
  | 'no-network'
  | 'untrusted-certificate'
  | 'clock-skew'
  | 'disk-full'
  | 'too-few-descriptors'
  | 'missing-folder'
  | 'empty-source'
  | 'incomplete-listing'
  | 'locked'
  | 'manifest-unreadable'
  | 'mass-change'
  | 'linked-folder'
  | 'nothing-to-undo'
  | 'unproven-run'
  | 'other-endpoint'
  | 'cancelled'
  // one file fails, the others go on; where no file is named, the whole run stops
  | 'access-denied'
  | 'key-service'
  // one file fails, the others go on
  | 'missing-file'
  | 'unreadable-file'
  | 'unwritable-file'
  | 'changed-during-sync'
  | 'target-changed'
  | 'listing-was-wrong'
  | 'absence-not-confirmed'
  | 'wrong-bytes'
  | 'unsafe-name'
  | 'object-missing'
  | 'upload-missing'
  | 'archived'
  | 'object-locked'
  | 'object-encrypted'
  | 'too-large'
  | 'throttled'
  | 'server-error'
  | 'pair-incomplete'
  | 'not-recoverable'
  | 'unsaved-changes'
  | 'internal';

export type KeysProblem =
  | 'no-such-profile'
  /** `AWS_PROFILE` names a profile that is not there: keys in the environment are not looked at then. */
  | 'left-over-profile'
  /** The program of `credential_process` has failed. */
  | 'program'
  | 'unreadable-file'
  | 'role'
  | 'unreachable'
  | 'swapped'
  | 'no-token'
  | 'characters';

/** What an error is about. Each field is there where it is known. */
export interface ErrorData {
  /** The local path or the object's key. */
  readonly file?: string;
  readonly bucket?: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  /** The S3 action that was refused: `s3:PutObject`. */
  readonly action?: string;
  /** Who holds a lock: `command line on gpu-1, process 4711, since 12:03`. */
  readonly holder?: string;
  /** The words of the system or the server, for the log. */
  readonly cause?: string;
  /** What the server said, for the user: one line, cut. Left out where it said no more than the code does. */
  readonly said?: string;
  /** What to give in place of what is wrong: an endpoint. */
  readonly right?: string;
  /** The endpoint with `https` in place of `http`, or the reverse, where the server seems to speak that. */
  readonly otherScheme?: string;
  /** By which the server is reached, without its password, and what has named it: `HTTPS_PROXY`. */
  readonly proxy?: { readonly address: string; readonly namedBy: string };
  /** The part of the place that cannot be right. */
  readonly place?: WrongPlace;
  /** Where the endpoint comes from, if it was not given: `AWS_ENDPOINT_URL`, `~/.aws`. */
  readonly endpointFrom?: string;
  /** What is known of why there are no keys, or why they are refused. */
  readonly keys?: KeysProblem;
  /** What is wrong with a certificate; left out: nobody who is trusted vouches for it. */
  readonly certificate?: 'out-of-date' | 'of-another-server';
  /** Of a run of the history: its id. */
  readonly run?: string;
  /** A write was sent and not answered: whether it was carried out is not known. */
  readonly unanswered?: boolean;
  /** In the file's place is no file: a folder, a pipe, a device, or a link that leads to none. */
  readonly isNoFile?: boolean;
  /** The file of the same pair that was held back with this one. */
  readonly partner?: string;
}

/** Codes after which no other transfer of the run can succeed: the run stops early with one message. */
const STOPS_THE_RUN: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'bad-argument',
  'bucket-not-set',
  'missing-bucket',
  'no-credentials',
  'wrong-credentials',
  'expired-credentials',
  'account-suspended',
  'quota-reached',
  'wrong-region',
  'wrong-endpoint',
  'redirected',
  'unsupported-bucket',
  'no-network',
  'untrusted-certificate',
  'clock-skew',
  'disk-full',
  'too-few-descriptors',
  'missing-folder',
  'empty-source',
  'incomplete-listing',
  'locked',
  'manifest-unreadable',
  'mass-change',
  'linked-folder',
  'nothing-to-undo',
  'unproven-run',
  'other-endpoint',
  'cancelled',
]);

/** What concerns the file that it names, and all files where it names none. */
const MAY_CONCERN_ALL_FILES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['access-denied', 'key-service']);

/** Codes that may pass by themselves: tried again with backoff before they count. */
const TRANSIENT: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'throttled',
  'server-error',
  'no-network',
  'clock-skew',
  'wrong-bytes',
]);

/** An error of the product: `message` is for the log; users read `describeError(code, data)`. */
export class SyncError extends Error {
  override readonly name = 'SyncError';

  constructor(
    readonly code: ErrorCode,
    readonly data: ErrorData = {},
    options?: ErrorOptions,
  ) {
    super(
      `${code}${data.file === undefined ? '' : ` (${data.file})`}${data.cause ? `: ${data.cause}` : ''}`,
      options,
    );
  }

  get stopsTheRun(): boolean {
    return (
      STOPS_THE_RUN.has(this.code) || (this.data.file === undefined && MAY_CONCERN_ALL_FILES.has(this.code))
    );
  }

  get isTransient(): boolean {
    return TRANSIENT.has(this.code);
  }
}

/** The same error, of all files in place of the one that it names. */
export function ofAllFiles({ code, data, cause }: SyncError): SyncError {
  const others: ErrorData = Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'file'));
  return new SyncError(code, others, { cause });
}

/** The same error, after a write that was not answered: whatever failed since, it may have been carried out. */
export function afterUnanswered(error: unknown): SyncError {
  const { code, data, cause } = asSyncError(error);
  return new SyncError(code, { ...data, unanswered: true }, { cause });
}

/** The error as a `SyncError`; what is not one becomes `internal` and keeps its cause. */
export function asSyncError(error: unknown, data: ErrorData = {}): SyncError {
  if (error instanceof SyncError) return error;
  if (error instanceof Error && error.name === 'AbortError')
    return new SyncError('cancelled', data, { cause: error });
  return new SyncError('internal', { ...data, cause: String(error) }, { cause: error });
}

/** Throws `SyncError('cancelled')` once the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new SyncError('cancelled');
}
