import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { flushed } from '../../../../src/local/files/flushed.js';
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
