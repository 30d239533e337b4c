import assert from 'node:assert/strict';
import { AdaptiveIo } from '../../../../src/local/files/adaptiveIo.js';

const USUAL_US = 25;

describe('AdaptiveIo', () => {
  let io: AdaptiveIo;
  beforeEach(() => {
    io = new AdaptiveIo(USUAL_US);
  });

  /** How each of the next operations is run. */
  const next = async (operations: number): Promise<('inline' | 'pooled')[]> => {
    const ways: ('inline' | 'pooled')[] = [];
    for (let i = 0; i < operations; i++) {
      ways.push(
        await io.run<'inline' | 'pooled'>(
          () => 'inline',
          () => Promise.resolve('pooled'),
          1e9,
        ),
      );
    }
    return ways;
  };

  it('runs operations inline while each is as fast as memory', async () => {
    io.learn(USUAL_US - 5);
    io.learn(100, 256 * 1024);
    assert.deepEqual(new Set(await next(100)), new Set(['inline']));
  });

  it('tries an inline operation again after some pooled ones', async () => {
    io.learn(USUAL_US + 5);
    const ways = await next(100);
    const first = ways.indexOf('inline');
    assert.ok(first > 0);
    assert.deepEqual(new Set(ways.slice(first)), new Set(['inline']));
    io.learn(USUAL_US + 5);
    assert.deepEqual(await next(1), ['pooled']);
  });

  it('counts a large part as slow only where it took longer than copying its bytes', async () => {
    io.learn(60, 256 * 1024);
    assert.deepEqual(await next(1), ['inline']);
    io.learn(2000, 256 * 1024);
    assert.deepEqual(await next(1), ['pooled']);
  });

  it('times the inline operations itself', async () => {
    const slow = (): void => {
      const end = performance.now() + 1;
      while (performance.now() < end);
    };
    void io.run(slow, () => Promise.resolve());
    assert.deepEqual(await next(1), ['pooled']);
  });

  it('passes on what an inline or a pooled operation throws', async () => {
    const fail = (): never => {
      throw new Error('no such file');
    };
    assert.throws(() => io.run(fail, () => Promise.reject(new Error('pooled'))), /no such file/);
    io.learn(1e6);
    await assert.rejects(async () => io.run(fail, () => Promise.reject(new Error('pooled'))), /pooled/);
  });
});
