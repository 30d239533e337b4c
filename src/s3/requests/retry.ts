import { setTimeout as delay } from 'node:timers/promises';
import { SyncError } from '../../core/errors.js';
import type { RequestFailure } from '../wire/requestFailure.js';
import type { Patience } from '../wire/refusalTable.js';

/** Tries per request, including the first. */
const TRIES: Readonly<Record<Patience, number>> = { none: 1, brief: 3, long: 8 };

const FIRST_DELAY_MS = 100;
/** A server that asks for fewer requests gets more time. */
const FIRST_DELAY_WHEN_THROTTLED_MS = 300;
const MAX_DELAY_MS = 5_000;
/** The longest pause that a server can ask for, so that nobody waits for a day. */
const MAX_RETRY_AFTER_MS = 30_000;

export interface DelayOptions {
  /** Tests pass their own. Rejects when the signal aborts. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly random?: () => number;
}

/**
 * Waits after try number `tries` (from 1) has failed, with exponential backoff and jitter, so that requests that were
 * refused together do not come back together. Throws the failure's `SyncError` where it is not worth another try, or
 * `cancelled` as soon as the signal aborts.
 */
export async function waitForNextTry(
  tries: number,
  failure: RequestFailure,
  signal: AbortSignal,
  { sleep = abortableDelay, random = Math.random }: DelayOptions = {},
): Promise<void> {
  if (tries >= TRIES[failure.patience]) throw failure.error;
  try {
    await sleep(delayAfter(tries, failure, random), signal);
  } catch (error) {
    throw new SyncError('cancelled', {}, { cause: error });
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
