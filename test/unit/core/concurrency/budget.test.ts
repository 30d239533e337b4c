import assert from 'node:assert/strict';
import { setImmediate as tick } from 'node:timers/promises';
import { Budget } from '../../../../src/core/concurrency/budget.js';

describe('Budget', () => {
  it('never hands out more than its capacity, and serves in order', async () => {
    const budget = new Budget(10);
    let held = 0;
    const order: number[] = [];
    await Promise.all(
      [4, 4, 8, 1, 25, 2].map((bytes) =>
        budget.with(bytes, async () => {
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

  it('gives back what a failed use held', async () => {
    const budget = new Budget(1);
    await assert.rejects(
      budget.with(1, () => Promise.reject(new Error('failed'))),
      /failed/,
    );
    assert.equal(await budget.with(1, () => Promise.resolve('next')), 'next');
  });

  it('gives back once what is given back twice', async () => {
    const budget = new Budget(1);
    const giveBack = await budget.take(1);
    giveBack();
    giveBack();
    await budget.take(1);
    let isTaken = false;
    void budget.take(1).then(() => (isTaken = true));
    await tick();
    assert.ok(!isTaken);
  });
});
