import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { SyncedStyle } from '../../support/syncedStyle.js';

/** What other programs do with the folder during, or right after, a sync. */
describe('a folder in use', () => {
  let style: SyncedStyle;
  beforeEach(async () => (style = await SyncedStyle.start()));
  afterEach(() => style.close());

  it('never shows a reader an image whose caption is still to arrive from S3', async () => {
    const stems = [...Array(40).keys()].map((i) => `image ${String(i)}`);
    for (const stem of stems) style.writeRemote({ [`${stem}.jpg`]: stem, [`${stem}.txt`]: stem });
    const early: string[] = [];
    const look = (): void => {
      const names = new Set(fs.readdirSync(style.folder));
      for (const stem of stems) if (names.has(`${stem}.jpg`) && !names.has(`${stem}.txt`)) early.push(stem);
    };
    await style.fromS3({ handlers: { onProgress: look, log: look } });
    assert.deepEqual(early, []);
    assert.equal(Object.keys(style.local).length, 80);
  });

  it('is read again where an image was edited at the moment of the last sync, to its size and time', async () => {
    style.writeLocal({ 'a.jpg': 'cat' });
    await style.toS3();
    const clock = path.join(style.folder, '../clock');
    fs.writeFileSync(clock, '');
    // With nanoseconds, which Node's `utimes` cannot set.
    execFileSync('touch', ['-r', style.pathOf('a.jpg'), clock]);
    fs.writeFileSync(style.pathOf('a.jpg'), 'dog');
    execFileSync('touch', ['-r', clock, style.pathOf('a.jpg')]);
    assert.deepEqual((await style.toS3()).uploaded_files, ['a.jpg']);
  });
});
