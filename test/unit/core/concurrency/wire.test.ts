import assert from 'node:assert/strict';
import { setImmediate as tick } from 'node:timers/promises';
import { Wire } from '../../../../src/core/concurrency/wire.js';

const LARGE = 1024 * 1024;
const SMALL = 256 * 1024;

/** How many files of these sizes are on a wire of two places before the first leaves. */
async function onWire(...sizes: readonly number[]): Promise<number> {
  const wire = new Wire(2);
  let entered = 0;
  for (const size of sizes) void wire.enter(size).then(() => (entered += 1));
  await tick();
  return entered;
}

describe('The wire', () => {
  it('has a place for each large file', async () => {
    assert.equal(await onWire(LARGE, SMALL + 1, LARGE), 2);
  });

  it('has room for four small files in a place', async () => {
    assert.equal(await onWire(...Array<number>(10).fill(SMALL)), 8);
    assert.equal(await onWire(0, LARGE, 0, 0, 0, 0), 5);
  });

  it('lets a large file in before the small ones that came later', async () => {
    assert.equal(await onWire(LARGE, 1, LARGE, 1), 2);
  });

  it('has room again for who waits when one leaves', async () => {
    const wire = new Wire(1);
    const leave = await wire.enter(LARGE);
    let entered = false;
    void wire.enter(LARGE).then(() => (entered = true));
    await tick();
    assert.ok(!entered);
    leave();
    leave();
    await tick();
    assert.ok(entered);
  });
});
