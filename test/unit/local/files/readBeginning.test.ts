import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readBeginning } from '../../../../src/local/files/readBeginning.js';
import { SyncError } from '../../../../src/core/errors.js';

describe('the beginning of a file', () => {
  let folder: string;
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'beginning-'));
  });
  after(() => fs.rmSync(folder, { recursive: true }));
  const beginningOf = (name: string, limit: number): string | undefined => {
    const bytes = readBeginning(path.join(folder, name), name, limit);
    return bytes === undefined ? undefined : Buffer.from(bytes).toString();
  };

  it('has the requested number of bytes, and no more', () => {
    fs.writeFileSync(path.join(folder, 'a.txt'), 'a caption');
    assert.deepEqual([beginningOf('a.txt', 100), beginningOf('a.txt', 3)], ['a caption', 'a c']);
  });

  it('is undefined for an absent file, and an error for an unreadable one', () => {
    assert.equal(beginningOf('none.txt', 10), undefined);
    fs.mkdirSync(path.join(folder, 'folder.txt'));
    assert.throws(
      () => beginningOf('folder.txt', 10),
      (error) => error instanceof SyncError && error.code === 'unreadable-file',
    );
  });
});
