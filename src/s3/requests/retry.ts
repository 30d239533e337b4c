import { setTimeout as delay } from 'node:timers/promises';
import { SyncError, throwIfCancelled } from '../../core/errors.js';
import type { RequestFailure } from '../wire/errors.js';
import type { Patience } from '../wire/refusalTable.js';

/** Tries of one request, the first included. */
const TRIES: Readonly<Record<Patience, number>> = { none: 1, brief: 3, long: 8 };

const FIRST_DELAY_MS = 100;
/** Where the server asks for less, it is given more air. */
const FIRST_DELAY_WHEN_THROTTLED_MS = 300;
const MAX_DELAY_MS = 5_000;
/** A server that asks for more is tried before, so that nobody waits for a day. */
const MAX_RETRY_AFTER_MS = 30_000;

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** What a thrown error means. */
  readonly failureOf: (thrown: unknown) => RequestFailure;
  /** Tests pass their own. Rejects when the signal aborts. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly random?: () => number;
}

/**
 * Runs a request until it succeeds or its failure is not worth another try: exponential backoff with jitter, so that
 * the requests that were refused together do not come back together. Throws the last failure's `SyncError`, or
 * `cancelled` as soon as the signal aborts.
 */
export async function withRetries<T>(
  request: () => Promise<T>,
  { signal, failureOf, sleep = abortableDelay, random = Math.random }: RetryOptions,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    throwIfCancelled(signal);
    try {
      return await request();
    } catch (thrown) {
      const failure = failureOf(thrown);
      // Whatever a request dies of once the user has cancelled is the cancelling.
      if (signal.aborted) throw new SyncError('cancelled', {}, { cause: thrown });
      if (tries >= TRIES[failure.patience]) throw failure.error;
      await sleep(delayAfter(tries, failure, random), signal).catch((error: unknown) => {
        throw new SyncError('cancelled', {}, { cause: error });
      });
    }
  }
}

function delayAfter(
  tries: number,
  { error, retryAfterMs = 0 }: RequestFailure,
  random: () => number,
): number {
  const first = error.code === 'throttled' ? FIRST_DELAY_WHEN_THROTTLED_MS : FIRST_DELAY_MS;
  const longest = Math.min(first * 2 ** (tries - 1), MAX_DELAY_MS);
  return Math.max(longest * (0.5 + random() / 2), Math.min(retryAfterMs, MAX_RETRY_AFTER_MS));
}

const abortableDelay = (ms: number, signal: AbortSignal): Promise<unknown> =>
  delay(ms, undefined, { signal });
