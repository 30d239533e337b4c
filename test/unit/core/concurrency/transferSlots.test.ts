import assert from 'node:assert/strict';
import { setImmediate as tick } from 'node:timers/promises';
import { TransferSlots } from '../../../../src/core/concurrency/transferSlots.js';

const LARGE = 1024 * 1024;
const SMALL = 256 * 1024;

/** How many files of these sizes get into two slots before the first one leaves. */
async function admitted(...sizes: readonly number[]): Promise<number> {
  const slots = new TransferSlots(2);
  let entered = 0;
  for (const size of sizes) void slots.acquire(size).then(() => (entered += 1));
  await tick();
  return entered;
}

describe('TransferSlots', () => {
  it('gives each large file a slot of its own', async () => {
    assert.equal(await admitted(LARGE, SMALL + 1, LARGE), 2);
  });

  it('puts four small files into one slot', async () => {
    assert.equal(await admitted(...Array<number>(10).fill(SMALL)), 8);
    assert.equal(await admitted(0, LARGE, 0, 0, 0, 0), 5);
  });

  it('admits a large file before small files that asked later', async () => {
    assert.equal(await admitted(LARGE, 1, LARGE, 1), 2);
  });

  it('admits the next file when one is released, however often it is released', async () => {
    const slots = new TransferSlots(1);
    const release = await slots.acquire(LARGE);
    let entered = false;
    void slots.acquire(LARGE).then(() => (entered = true));
    await tick();
    assert.ok(!entered);
    release();
    release();
    await tick();
    assert.ok(entered);
  });
});
