import assert from 'node:assert/strict';
import { setImmediate as tick } from 'node:timers/promises';
import { WeightedSemaphore } from '../../../../src/core/concurrency/weightedSemaphore.js';

describe('WeightedSemaphore', () => {
  it('never grants more than its capacity, and serves requests in order', async () => {
    const semaphore = new WeightedSemaphore(10);
    let held = 0;
    const order: number[] = [];
    await Promise.all(
      [4, 4, 8, 1, 25, 2].map((bytes) =>
        semaphore.with(bytes, async () => {
          held += Math.min(bytes, 10);
          assert.ok(held <= 10, `${String(held)} held`);
          order.push(bytes);
          await tick();
          held -= Math.min(bytes, 10);
        }),
      ),
    );
    assert.deepEqual(order, [4, 4, 8, 1, 25, 2]);
  });

  it('releases what a failed use held', async () => {
    const semaphore = new WeightedSemaphore(1);
    await assert.rejects(
      semaphore.with(1, () => Promise.reject(new Error('failed'))),
      /failed/,
    );
    assert.equal(await semaphore.with(1, () => Promise.resolve('next')), 'next');
  });

  it('releases once, however often release is called', async () => {
    const semaphore = new WeightedSemaphore(1);
    const release = await semaphore.acquire(1);
    release();
    release();
    await semaphore.acquire(1);
    let isTaken = false;
    void semaphore.acquire(1).then(() => (isTaken = true));
    await tick();
    assert.ok(!isTaken);
  });
});
