import { hasCode, type SyncError } from '../../core/errors.js';
import { failureOf } from '../wire/requestFailure.js';
import type { ObjectRequests } from './bucketRequests.js';

/** What a request is for, as its error reports it. */
export interface Purpose {
  /** The right that it needs: `s3:PutObject`. */
  readonly action: string;
  /** The key of the object, or the prefix of a listing. */
  readonly file: string;
}

/** Consecutive denials that concern more than one file: before any request of the kind was granted, and after. */
const IN_A_ROW = 4;
const IN_A_ROW_OF_WHAT_WAS_GRANTED = 12;

/** The requests that need the same right. */
interface Requests {
  readonly underWay: Set<Promise<unknown>>;
  granted: number;
  deniedInARow: number;
  lastGranted: string | undefined;
  judging: Promise<boolean> | undefined;
}

/**
 * Distinguishes a denial for one object from a denial for all, which servers report alike. An object may belong to
 * another account, or a rule for its prefix may protect it, while all others are granted.
 */
export class Denials {
  readonly #byAction = new Map<string, Requests>();

  /** Counts a request and its success. */
  async watch<T>({ action, file }: Purpose, request: Promise<T>): Promise<T> {
    const requests = this.#of(action);
    requests.underWay.add(request);
    try {
      const answer = await request;
      requests.granted += 1;
      requests.deniedInARow = 0;
      requests.lastGranted = file;
      return answer;
    } finally {
      requests.underWay.delete(request);
    }
  }

  /**
   * Counts a denied request. Resolves with whether all others of its kind will be denied too, after the concurrent
   * ones have ended. `objects` repeats the read of an object that was granted before.
   */
  concernAll(
    { action }: Purpose,
    objects: Pick<ObjectRequests, 'head'>,
    signal: AbortSignal,
  ): Promise<boolean> {
    // A denied listing does not concern an object.
    if (action === 's3:ListBucket') return Promise.resolve(false);
    const requests = this.#of(action);
    requests.deniedInARow += 1;
    const limit = requests.granted === 0 ? IN_A_ROW : IN_A_ROW_OF_WHAT_WAS_GRANTED;
    if (requests.deniedInARow < limit) return Promise.resolve(false);
    requests.judging ??= this.#judge(action, objects, signal).finally(() => (requests.judging = undefined));
    return requests.judging;
  }

  async #judge(action: string, objects: Pick<ObjectRequests, 'head'>, signal: AbortSignal): Promise<boolean> {
    const requests = this.#of(action);
    const { granted, lastGranted } = requests;
    await Promise.allSettled([...requests.underWay]);
    if (requests.granted > granted) return false;
    // Only a read can be repeated.
    if (lastGranted === undefined || action !== 's3:GetObject') return true;
    if (!(await isGranted({ action, file: lastGranted }, objects, signal))) return true;
    requests.deniedInARow = 0;
    return false;
  }

  #of(action: string): Requests {
    let requests = this.#byAction.get(action);
    if (requests === undefined) {
      requests = {
        underWay: new Set(),
        granted: 0,
        deniedInARow: 0,
        lastGranted: undefined,
        judging: undefined,
      };
      this.#byAction.set(action, requests);
    }
    return requests;
  }
}

/** Whether an object that was read before can be read now: a right that was taken away is taken away for all. */
async function isGranted(
  purpose: Purpose,
  objects: Pick<ObjectRequests, 'head'>,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await objects.head({ key: purpose.file }, signal);
    return true;
  } catch (thrown) {
    return !isDenial(failureOf(thrown, purpose).error);
  }
}

/** Whether a failure may concern one object or all. */
export const isDenial = (error: unknown): error is SyncError =>
  hasCode(error, 'access-denied') || hasCode(error, 'key-service');
