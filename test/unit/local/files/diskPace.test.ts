import assert from 'node:assert/strict';
import { DiskPace } from '../../../../src/local/files/diskPace.js';

const USUAL_US = 25;

describe('the pace of the disk', () => {
  let pace: DiskPace;
  beforeEach(() => {
    pace = new DiskPace(USUAL_US);
  });

  /** How each of so many operations is done. */
  const next = async (operations: number): Promise<('now' | 'later')[]> => {
    const ways: ('now' | 'later')[] = [];
    for (let i = 0; i < operations; i++) {
      ways.push(
        await pace.run<'now' | 'later'>(
          () => 'now',
          () => Promise.resolve('later'),
          1e9,
        ),
      );
    }
    return ways;
  };

  it('is that of memory until an operation says otherwise', async () => {
    pace.took(USUAL_US - 5);
    pace.took(100, 256 * 1024);
    assert.deepEqual(new Set(await next(100)), new Set(['now']));
  });

  it('is asked anew after some operations that are expected to wait', async () => {
    pace.took(USUAL_US + 5);
    const ways = await next(100);
    const first = ways.indexOf('now');
    assert.ok(first > 0);
    assert.deepEqual(new Set(ways.slice(first)), new Set(['now']));
    pace.took(USUAL_US + 5);
    assert.deepEqual(await next(1), ['later']);
  });

  it('is slow at a large part only where it took longer than to copy it', async () => {
    pace.took(60, 256 * 1024);
    assert.deepEqual(await next(1), ['now']);
    pace.took(2000, 256 * 1024);
    assert.deepEqual(await next(1), ['later']);
  });

  it('is learnt from the operations themselves', async () => {
    const slow = (): void => {
      const end = performance.now() + 1;
      while (performance.now() < end);
    };
    void pace.run(slow, () => Promise.resolve());
    assert.deepEqual(await next(1), ['later']);
  });

  it('lets through what an operation throws, of either kind', async () => {
    const fail = (): never => {
      throw new Error('no such file');
    };
    assert.throws(() => pace.run(fail, () => Promise.reject(new Error('later'))), /no such file/);
    pace.took(1e6);
    await assert.rejects(async () => pace.run(fail, () => Promise.reject(new Error('later'))), /later/);
  });
});
