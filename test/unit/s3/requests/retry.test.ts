import assert from 'node:assert/strict';
import type { RequestFailure } from '../../../../src/s3/wire/requestFailure.js';
import type { Patience } from '../../../../src/s3/wire/refusalTable.js';
import { waitForNextTry } from '../../../../src/s3/requests/retry.js';
import { SyncError, type ErrorCode } from '../../../../src/core/errors.js';

describe('Retries', () => {
  const failure = (code: ErrorCode, patience: Patience): RequestFailure => ({
    error: new SyncError(code),
    patience,
  });

  /** Fails every time. Returns the number of tries and the length of each wait. */
  async function exhaust(of: RequestFailure, random = 1): Promise<{ tries: number; waits: number[] }> {
    let tries = 1;
    const waits: number[] = [];
    const { signal } = new AbortController();
    const sleep = (ms: number) => Promise.resolve(waits.push(ms));
    const failing = async (): Promise<void> => {
      for (; ; tries++) await waitForNextTry(tries, of, signal, { sleep, random: () => random });
    };
    await assert.rejects(failing(), of.error);
    return { tries, waits };
  }

  it('gives up at once if the failure cannot pass', async () => {
    assert.deepEqual(await exhaust(failure('access-denied', 'none')), { tries: 1, waits: [] });
  });

  it('waits as long as the server asks, up to 30 s', async () => {
    const asked = (retryAfterMs: number) => exhaust({ ...failure('throttled', 'brief'), retryAfterMs });
    assert.deepEqual((await asked(2_000)).waits, [2_000, 2_000]);
    assert.deepEqual((await asked(86_400_000)).waits, [30_000, 30_000]);
    assert.deepEqual((await asked(0)).waits, [300, 600], 'never less than by itself');
  });

  it('tries three times if the failure passes soon or never', async () => {
    assert.deepEqual(await exhaust(failure('no-network', 'brief')), { tries: 3, waits: [100, 200] });
  });

  it('tries eight times if recovery takes a while, with delays that double up to 5 s', async () => {
    assert.deepEqual(await exhaust(failure('server-error', 'long')), {
      tries: 8,
      waits: [100, 200, 400, 800, 1600, 3200, 5000],
    });
  });

  it('waits longer if the server asks for fewer requests', async () => {
    const { waits } = await exhaust(failure('throttled', 'long'));
    assert.deepEqual(waits.slice(0, 3), [300, 600, 1200]);
  });

  it('spreads the delays over half of their length', async () => {
    assert.deepEqual((await exhaust(failure('no-network', 'brief'), 0)).waits, [50, 100]);
  });

  it('stops waiting after a cancel', async () => {
    const cancelling = new AbortController();
    const waiting = waitForNextTry(1, failure('throttled', 'long'), cancelling.signal);
    setImmediate(() => cancelling.abort());
    await assert.rejects(waiting, new SyncError('cancelled'));
  });
});
