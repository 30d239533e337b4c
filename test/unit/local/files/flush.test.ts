import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { flushed, SharedFlush } from '../../../../src/local/files/flush.js';
import { StyleFolder } from '../styleFolder.js';

describe('a flush', () => {
  it('succeeds where the volume knows none, and fails where the disk does', async function () {
    if (process.platform === 'win32') this.skip();
    const style = new StyleFolder();
    // The system answers EINVAL for a pipe, as some network volumes do for a file.
    execFileSync('mkfifo', [style.path('pipe')]);
    const pipe = await open(style.path('pipe'), constants.O_RDWR);
    try {
      await assert.rejects(pipe.datasync(), { code: 'EINVAL' });
      await flushed(pipe.datasync());
      await flushed(Promise.resolve());
      const failure = Object.assign(new Error('EIO: i/o error'), { code: 'EIO', errno: -5 });
      await assert.rejects(flushed(Promise.reject(failure)), failure);
    } finally {
      await pipe.close();
      style.remove();
    }
  });
});

describe('SharedFlush', () => {
  /** A flush whose calls end one by one, in the given ways. */
  function flushes(...ends: readonly ('done' | 'failed')[]) {
    const calls: (() => void)[] = [];
    const flush = (): Promise<void> =>
      new Promise((resolve, reject) => {
        const end = ends[calls.length];
        calls.push(() => {
          if (end === 'failed') reject(new Error('EIO'));
          else resolve();
        });
      });
    return { calls, flush };
  }
  const turn = (): Promise<void> => new Promise(setImmediate);

  it('shares the next flush among all requests during one', async () => {
    const { calls, flush } = flushes();
    const shared = new SharedFlush(flush, 'reject');
    const first = shared.request();
    await turn();
    const later = [shared.request(), shared.request()];
    await turn();
    assert.equal(calls.length, 1);
    calls[0]?.();
    await first;
    await turn();
    assert.equal(calls.length, 2);
    assert.ok(!shared.isIdle);
    calls[1]?.();
    await Promise.all(later);
    assert.ok(shared.isIdle);
  });

  for (const afterFailure of ['reject', 'flush again'] as const) {
    it(`has later requests ${afterFailure} after a failed flush`, async () => {
      const { calls, flush } = flushes('failed', 'done');
      const shared = new SharedFlush(flush, afterFailure);
      const failed = assert.rejects(shared.request(), /EIO/);
      await turn();
      calls[0]?.();
      await failed;
      const next = shared.request();
      const outcome = next.then(
        () => 'flush again',
        () => 'reject',
      );
      await turn();
      calls[1]?.();
      assert.equal(await outcome, afterFailure);
      assert.equal(calls.length, afterFailure === 'reject' ? 1 : 2);
    });
  }
});
