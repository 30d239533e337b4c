import assert from 'node:assert/strict';
import { setImmediate as tick } from 'node:timers/promises';
import { forEachLimited, mapLimited } from '../../../../src/core/concurrency/limited.js';

const never = new AbortController().signal;

describe('forEachLimited', () => {
  it('works on every item, never on more than the limit at once', async () => {
    let active = 0;
    let most = 0;
    const done: number[] = [];
    await forEachLimited([...Array(50).keys()], 4, never, async (item) => {
      most = Math.max(most, ++active);
      await tick();
      active -= 1;
      done.push(item);
    });
    assert.equal(most, 4);
    assert.equal(done.length, 50);
  });

  it('takes no new item once the signal is aborted', async () => {
    const stop = new AbortController();
    const begun: number[] = [];
    await forEachLimited([1, 2, 3, 4, 5], 1, stop.signal, (item) => {
      begun.push(item);
      if (item === 2) stop.abort();
      return Promise.resolve();
    });
    assert.deepEqual(begun, [1, 2]);
  });

  it('throws the first escaped error after the other items have ended', async () => {
    let ended = false;
    const work = async (item: number): Promise<void> => {
      if (item === 1) throw new Error('one');
      await tick();
      ended = true;
    };
    await assert.rejects(forEachLimited([1, 2], 2, never, work), /one/);
    assert.ok(ended);
  });
});

describe('mapLimited', () => {
  it('yields results in the order of the items, and runs ahead up to the limit', async () => {
    let active = 0;
    let most = 0;
    const results: number[] = [];
    const work = async (item: number): Promise<number> => {
      most = Math.max(most, ++active);
      for (let i = 0; i < (item * 7) % 5; i++) await tick();
      active -= 1;
      return item * 2;
    };
    for await (const result of mapLimited(Array(20).keys(), 4, work)) results.push(result);
    assert.equal(most, 4);
    assert.deepEqual(
      results,
      [...Array(20).keys()].map((item) => item * 2),
    );
  });

  it("throws an error at its item's turn, and never reports later ones as unhandled", async () => {
    const results: number[] = [];
    const work = (item: number): Promise<number> =>
      item < 2 ? Promise.resolve(item) : Promise.reject(new Error(String(item)));
    const taking = async (): Promise<void> => {
      for await (const result of mapLimited([0, 1, 2, 3], 4, work)) {
        await tick();
        results.push(result);
      }
    };
    await assert.rejects(taking(), /2/);
    assert.deepEqual(results, [0, 1]);
  });

  it('begins no further item after the consumer has stopped', async () => {
    const begun: number[] = [];
    for await (const result of mapLimited([1, 2, 3, 4], 2, (item) => Promise.resolve(begun.push(item)))) {
      if (result === 1) break;
    }
    assert.deepEqual(begun, [1, 2]);
  });
});
