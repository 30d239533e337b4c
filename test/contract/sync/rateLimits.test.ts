import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '../../support/s3-server/faults.js';
import { SyncedStyle } from '../../support/syncedStyle.js';
import { overBothPaths } from '../bothPaths.js';

const FILES = 240;
/** This many requests are admitted, and as many as are in progress by then are refused. */
const [LET_IN, REFUSED] = [80, 20];
const RETRY_AFTER_S = 1;
const CONCURRENCY = 8;
/** Small files share a slot. */
const AT_ONCE = 4 * CONCURRENCY;

const refusal = (status: number, code: string): Fault => ({
  kind: 'error',
  status,
  code,
  headers: { 'retry-after': String(RETRY_AFTER_S) },
});

/** Over a socket: how a client treats a server that asks for less (docs/sync-contract.md §9). */
overBothPaths('A server that asks for less', function () {
  this.timeout(60_000);
  let style: SyncedStyle;
  beforeEach(async () => {
    style = await SyncedStyle.start();
  });
  afterEach(() => style.close());

  for (const [name, then] of Object.entries({
    '503 SlowDown': refusal(503, 'SlowDown'),
    '503, as MinIO says it': refusal(503, 'SlowDownWrite'),
    '503 of a gateway': refusal(503, ''),
    '429': refusal(429, 'TooManyRequests'),
    '400, as Wasabi says it': refusal(400, 'RequestRateLimitExceeded'),
  })) {
    it(`gets half as many requests at once, none too early, and everything in the end: ${name}`, async () => {
      style.writeLocal(
        Object.fromEntries(
          Array.from({ length: FILES }, (_, i) => [`${String(i)}.jpg`, `image ${String(i)}`]),
        ),
      );
      let [underWay, count] = [0, 0];
      const most = { before: 0, after: 0 };
      const seen = new Map<string, number[]>();
      const watch = async ({ key }: { readonly key: string }): Promise<void> => {
        underWay += 1;
        count += 1;
        seen.set(key, [...(seen.get(key) ?? []), performance.now()]);
        if (count <= LET_IN) most.before = Math.max(most.before, underWay);
        // Requests that were in progress with the refused ones still end.
        if (count > LET_IN + REFUSED + most.before) most.after = Math.max(most.after, underWay);
        await wait(100);
        underWay -= 1;
      };
      style.server.faults.add(
        { operation: 'PutObject', then: { kind: 'call', run: watch } },
        { operation: 'PutObject', after: LET_IN, times: REFUSED, then },
      );
      const result = await style.toS3({ concurrency: CONCURRENCY });
      assert.deepEqual([result.uploaded, result.failed_files], [FILES, []]);
      assert.deepEqual(style.remote, style.local);
      assert.ok(most.before > AT_ONCE / 2 + 1, JSON.stringify(most));
      // After some successes, one more request is tried.
      assert.ok(most.after <= AT_ONCE / 2 + 1, JSON.stringify(most));
      const waits = [...seen.values()].flatMap((times) =>
        times.slice(1).map((at, i) => at - (times[i] ?? 0)),
      );
      assert.ok(waits.length >= REFUSED, String(waits.length));
      const tooEarly = waits.filter((ms) => ms < RETRY_AFTER_S * 1000 - 50);
      // The first new file is written twice, to learn how the server handles conditions.
      assert.ok(tooEarly.length <= 1, JSON.stringify(waits));
    });
  }
});
