import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isAboutOneEntry, readError, writeError } from '../../../../src/local/files/errno.js';
import { SyncError } from '../../../../src/core/errors.js';

const systemError = (code: string): Error => Object.assign(new Error(`${code}: …`), { code, errno: -1 });

describe('an error of the operating system', () => {
  for (const [errno, reading, writing] of [
    ['ENOENT', 'missing-file', 'unwritable-file'],
    ['ENOTDIR', 'missing-file', 'unwritable-file'],
    ['EACCES', 'unreadable-file', 'unwritable-file'],
    ['EPERM', 'unreadable-file', 'unwritable-file'],
    ['EROFS', 'unreadable-file', 'unwritable-file'],
    ['EIO', 'unreadable-file', 'unwritable-file'],
    ['ENOSPC', 'unreadable-file', 'disk-full'],
    ['EDQUOT', 'unreadable-file', 'disk-full'],
    ['ENAMETOOLONG', 'unreadable-file', 'unsafe-name'],
  ] as const) {
    it(`${errno} is ${reading} while reading and ${writing} while writing`, () => {
      assert.equal(readError(systemError(errno), 'a.jpg').code, reading);
      assert.equal(writeError(systemError(errno), 'a.jpg').code, writing);
    });
  }

  it('names the file by its path in the style, without its absolute path in the cause', () => {
    try {
      readFileSync('/no/such/file');
    } catch (error) {
      assert.deepEqual(readError(error, 'a.jpg').data, {
        file: 'a.jpg',
        cause: 'no such file or directory (ENOENT)',
      });
    }
  });

  it('concerns one entry, or casts doubt on the whole folder', () => {
    for (const code of ['ENOENT', 'EACCES', 'EPERM', 'ELOOP']) assert.ok(isAboutOneEntry(systemError(code)));
    for (const code of ['EIO', 'ESTALE', 'ENOTCONN', 'ETIMEDOUT', 'EMFILE']) {
      assert.ok(!isAboutOneEntry(systemError(code)));
    }
    assert.ok(!isAboutOneEntry(new TypeError('a mistake of ours')));
  });

  it('is distinguished from our own errors and from programming mistakes', () => {
    const ours = new SyncError('wrong-bytes');
    assert.equal(writeError(ours, 'a.jpg'), ours);
    assert.equal(writeError(new TypeError('a mistake'), 'a.jpg').code, 'internal');
    assert.equal(writeError(new DOMException('', 'AbortError'), 'a.jpg').code, 'cancelled');
  });
});
