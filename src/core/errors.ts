import type { WrongPlace } from './place.js';

/** Everything that can go wrong, as codes: scripts test them, and texts are made from them. */
export type ErrorCode =
  // the whole run stops: nothing more can succeed
  | 'bad-argument'
  /** A file of the program itself is missing. */
  | 'incomplete-program'
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
  // one file fails, the others continue; an error that names no file stops the whole run
  | 'access-denied'
  | 'key-service'
  // one file fails, the others continue
  | 'missing-file'
  | 'unreadable-file'
  | 'unwritable-file'
  | 'changed-during-sync'
  | 'target-changed'
  | 'changed-meanwhile'
  | 'name-taken'
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
  /** `AWS_PROFILE` names a profile that does not exist; keys in the environment are ignored then. */
  | 'left-over-profile'
  /** The program of `credential_process` has failed. */
  | 'program'
  | 'unreadable-file'
  | 'role'
  | 'unreachable'
  | 'swapped'
  | 'no-token'
  | 'characters';

/** What an error is about. Fields that are not known are left out. */
export interface ErrorData {
  /** The local path or the object's key. */
  readonly file?: string;
  readonly bucket?: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  /** The S3 action that was refused: `s3:PutObject`. */
  readonly action?: string;
  /** Who holds a lock: `VS Code`, `the command line`. Left out: unknown. The log has the process as well (`cause`). */
  readonly holder?: string;
  /** The machine of that holder, where it is another one, and may be out of reach. */
  readonly host?: string;
  /** The words of the system or the server, for the log. */
  readonly cause?: string;
  /** The server's own words for the user: one line, shortened. Left out where they say no more than the code. */
  readonly said?: string;
  /** The correct value for what is wrong: an endpoint. */
  readonly right?: string;
  /** The endpoint with `https` in place of `http`, or the reverse, where the server seems to speak the other one. */
  readonly otherScheme?: string;
  /** The proxy in front of the server, without its password, and the setting that named it: `HTTPS_PROXY`. */
  readonly proxy?: { readonly address: string; readonly namedBy: string };
  /** The part of the location that cannot be right. */
  readonly place?: WrongPlace;
  /** The source of an endpoint that was not given: `AWS_ENDPOINT_URL`, `~/.aws`. */
  readonly endpointFrom?: string;
  /** Why there are no keys, or why they are refused, as far as that is known. */
  readonly keys?: KeysProblem;
  /** What is wrong with a certificate; left out: no trusted authority signed it. */
  readonly certificate?: 'out-of-date' | 'of-another-server';
  /** The id of a run in the history. */
  readonly run?: string;
  /** A write was sent and not answered: the server may have carried it out. */
  readonly unanswered?: boolean;
  /** A folder, a pipe, a device, or a link that leads nowhere stands in the file's place. */
  readonly isNoFile?: boolean;
  /** The other file of the pair, which was held back with this one. */
  readonly partner?: string;
}

/** After these, no other transfer of the run can succeed: the run stops early with one message. */
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

/** These concern the file that they name; where they name none, they concern every file. */
const MAY_CONCERN_ALL_FILES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['access-denied', 'key-service']);

/** These may pass by themselves: the request is retried with backoff before the error counts. */
const TRANSIENT: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'throttled',
  'server-error',
  'no-network',
  'clock-skew',
  'wrong-bytes',
]);

/** An error of the product. `message` goes into the log; users read `describeError(code, data)`. */
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

/** Whether it is the product's error with this code. */
export const hasCode = (error: unknown, code: ErrorCode): error is SyncError =>
  error instanceof SyncError && error.code === code;

/** The same error, for every file instead of the one that it names. */
export function ofAllFiles({ code, data, cause }: SyncError): SyncError {
  const others: ErrorData = Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'file'));
  return new SyncError(code, others, { cause });
}

/** The same error, after a write that was not answered: the server may have carried that write out. */
export function afterUnanswered(error: unknown): SyncError {
  const { code, data, cause } = asSyncError(error);
  return new SyncError(code, { ...data, unanswered: true }, { cause });
}

/** The error as a `SyncError`. Any other error becomes `internal` and keeps its cause. */
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
