import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openFolder } from '../../../src/local/folderStore.js';
import { SyncError } from '../../../src/sync/errors.js';

describe('peek', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'peek-'));
  after(() => fs.rmSync(folder, { recursive: true }));
  const peek = async (name: string, limit: number): Promise<string | undefined> => {
    const bytes = await (await openFolder(folder)).peek(name, limit);
    return bytes === undefined ? undefined : Buffer.from(bytes).toString();
  };

  it('reads so many bytes and no more', async () => {
    fs.writeFileSync(path.join(folder, 'a.txt'), 'a caption');
    assert.deepEqual([await peek('a.txt', 100), await peek('a.txt', 3)], ['a caption', 'a c']);
  });

  it('tells absent from unreadable', async () => {
    assert.equal(await peek('none.txt', 10), undefined);
    fs.mkdirSync(path.join(folder, 'folder.txt'));
    await assert.rejects(
      peek('folder.txt', 10),
      (error) => error instanceof SyncError && error.code === 'unreadable-file',
    );
  });
});
