import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { AdaptiveLimit } from '../../../../src/s3/requests/adaptiveLimit.js';

const { signal } = new AbortController();
// As in a run, many requests wait with the same signal.
setMaxListeners(0, signal);

/** Runs a request within a limit. A failure asks for fewer requests unless `isTooMuch` is false. */
async function runAt<T>(
  pace: AdaptiveLimit,
  request: () => Promise<T>,
  { isTooMuch = true, cancel = signal } = {},
): Promise<T> {
  while (pace.isFull && !cancel.aborted) await pace.turn(cancel);
  const begun = pace.begin();
  try {
    const result = await request();
    pace.end(begun, 'success');
    return result;
  } catch (error) {
    pace.end(begun, isTooMuch ? 'too much' : 'failure');
    throw error;
  }
}

describe('The limit of concurrent requests', () => {
  /** The most concurrent ones of `count` requests, each of which takes a moment. */
  async function mostOf(pace: AdaptiveLimit, count: number, fails = false): Promise<number> {
    let [underWay, most] = [0, 0];
    const request = async (): Promise<void> => {
      most = Math.max(most, ++underWay);
      await wait(2);
      underWay -= 1;
      if (fails) throw new Error('SlowDown');
    };
    await Promise.allSettled(Array.from({ length: count }, () => runAt(pace, request)));
    return most;
  }

  it('holds up no request until the server asks for fewer', async () => {
    assert.equal(await mostOf(new AdaptiveLimit(), 64), 64);
  });

  it('is halved if the server asks for fewer, once for requests that were refused together', async () => {
    const pace = new AdaptiveLimit();
    await mostOf(pace, 32, true);
    assert.equal(pace.most, 16);
    assert.equal(await mostOf(pace, 64), 16);
    await mostOf(pace, 16, true);
    assert.equal(pace.most, 8);
  });

  it('grows again by one while requests succeed, and never falls to zero', async () => {
    const pace = new AdaptiveLimit();
    for (let i = 0; i < 8; i++) await mostOf(pace, 4, true);
    assert.equal(pace.most, 2);
    await mostOf(pace, 40);
    assert.equal(pace.most, 3);
  });

  it('ignores other failures', async () => {
    const pace = new AdaptiveLimit();
    const broken = () => Promise.reject(new Error('ECONNRESET'));
    await assert.rejects(runAt(pace, broken, { isTooMuch: false }));
    assert.equal(pace.most, Number.POSITIVE_INFINITY);
  });

  it('does not hold up a cancelled request', async () => {
    const pace = new AdaptiveLimit();
    await mostOf(pace, 4, true);
    const blocked = new AbortController();
    const never = (): Promise<void> => new Promise(() => undefined);
    for (let i = 0; i < 2; i++) void runAt(pace, never);
    const cancelled = runAt(pace, () => Promise.resolve('went on'), { cancel: blocked.signal });
    blocked.abort();
    assert.equal(await cancelled, 'went on');
  });
});
