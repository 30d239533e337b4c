import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import path from 'node:path';
import { runTitle } from '../../../src/operations/texts/undoTexts.js';
import { plainText } from '../../../src/operations/texts/translate.js';
import { hasCode } from '../../../src/core/errors.js';
import { lockFileOf } from '../../../src/local/store/lockFile.js';
import { PairsFolders } from './pairsStyle.js';

/** An image and its captions are deleted together, and come back byte for byte (docs/sync-contract.md §11). */
describe('deleting pairs', () => {
  let folders: PairsFolders;
  beforeEach(() => (folders = new PairsFolders()));
  afterEach(() => folders.remove());

  const files = { 'a.jpg': 'A', 'a.txt': 'a cat', 'b c+ä.jpg': 'B', 'b c+ä.txt': 'a dog', 'c.png': 'C' };
  const remove = (...names: string[]) => ({ act: 'delete', files: names }) as const;

  it('deletes an image with its caption, and an undo brings both back', async () => {
    folders.write('16', files);
    const result = await folders.edit('16', remove('b c+ä.jpg', 'c.png'));
    assert.deepEqual(folders.read('16'), { 'a.jpg': 'A', 'a.txt': 'a cat' });
    assert.deepEqual([result.images, result.captions, result.failed], [2, 1, 0]);

    const undone = await folders.undo('16');
    assert.deepEqual(folders.read('16'), files);
    assert.deepEqual([undone.restored, undone.kept, undone.failed, undone.direction], [3, 0, 0, null]);
  });

  it('keeps the caption of two images until the last of them goes', async () => {
    const shared = { 'a.jpg': 'A', 'a.png': 'P', 'a.txt': 'both' };
    folders.write('16', shared);
    await folders.edit('16', remove('a.jpg'));
    assert.deepEqual(folders.read('16'), { 'a.png': 'P', 'a.txt': 'both' });
    await folders.edit('16', remove('a.png'));
    assert.deepEqual(folders.read('16'), {});
    await folders.undo('16');
    await folders.undo('16');
    assert.deepEqual(folders.read('16'), shared);
  });

  it('deletes a caption without an image alone', async () => {
    folders.write('16', { 'a.jpg': 'A', 'lost.txt': 'lost' });
    const result = await folders.edit('16', remove('lost.txt'));
    assert.deepEqual(folders.read('16'), { 'a.jpg': 'A' });
    assert.deepEqual([result.images, result.captions], [0, 1]);
  });

  it('names the edit in the history as images and captions', async () => {
    folders.write('16', files);
    await folders.edit('16', remove('a.jpg', 'c.png'));
    const [run] = await folders.history('16');
    assert.ok(run);
    assert.equal(runTitle(run, plainText), 'Deleted 2 images and 1 caption');
    assert.deepEqual(
      [run.kind, run.direction, run.location, run.deleted, run.next_undo, run.proven],
      ['edit', null, '', 3, true, true],
    );
    await folders.undo('16');
    const [undo, edit] = await folders.history('16');
    assert.deepEqual([undo?.kind, undo?.direction, edit?.undone], ['undo', null, true]);
  });

  it('keeps what was written since when the edit is undone', async () => {
    folders.write('16', files);
    await folders.edit('16', remove('a.jpg'));
    folders.write('16', { 'a.txt': 'a newer caption' });
    const undone = await folders.undo('16');
    assert.deepEqual([undone.restored_files, undone.kept_files], [['a.jpg'], ['a.txt']]);
    assert.equal(folders.read('16')['a.txt'], 'a newer caption');
  });

  it('leaves a caption with unsaved text, and says so', async () => {
    folders.write('16', files);
    const isUnsaved = (file: string): boolean => file === 'a.txt';
    const result = await folders.edit('16', remove('a.jpg'), { handlers: { isUnsaved } });
    assert.deepEqual(
      result.failed_files.map(({ code, file }) => [code, file]),
      [['unsaved-changes', 'a.txt']],
    );
    assert.deepEqual(folders.read('16'), files);
  });

  it('tells of an image that is gone already, and deletes the others', async () => {
    folders.write('16', files);
    const result = await folders.edit('16', remove('gone.jpg', 'a.jpg'));
    assert.deepEqual(
      result.failed_files.map(({ code }) => code),
      ['missing-file'],
    );
    assert.deepEqual([...result.deleted_files].sort(), ['a.jpg', 'a.txt']);
  });

  it('is refused while a sync of the style runs', async () => {
    folders.write('16', files);
    const lock = await lockFileOf(folders.folder('16')).acquire('a sync');
    try {
      await assert.rejects(folders.edit('16', remove('a.jpg')), (error) => hasCode(error, 'locked'));
    } finally {
      await lock.release();
    }
    assert.deepEqual(folders.read('16'), files);
  });

  it('asks before it deletes in a folder that a link leads to', async () => {
    folders.write('../elsewhere/real', files);
    fs.mkdirSync(path.join(folders.root, 'styles'));
    fs.symlinkSync(folders.folder('../elsewhere/real'), folders.folder('16'));
    await assert.rejects(folders.edit('16', remove('a.jpg')), (error) => hasCode(error, 'linked-folder'));
    assert.deepEqual(folders.read('../elsewhere/real'), files);
    const result = await folders.edit('16', remove('a.jpg'), { force: true });
    assert.equal(result.folder, fs.realpathSync(folders.folder('16')));
  });

  it('lets older runs leave the history where the new one takes more than is kept', async () => {
    folders.write('16', { 'a.jpg': 'A'.repeat(2_000_000), 'b.jpg': 'B'.repeat(2_000_000) });
    const recovery = { keepDays: 30, keepMegabytes: 1 };
    await folders.edit('16', remove('a.jpg'), { recovery });
    await folders.edit('16', remove('b.jpg'), { recovery });
    assert.equal((await folders.history('16')).length, 1);
    await folders.undo('16');
    assert.deepEqual(Object.keys(folders.read('16')), ['b.jpg']);
  });

  it('leaves folders and other files alone', async () => {
    folders.write('16', { '10_cat/a.jpg': 'A', '10_cat/a.txt': 'cat', '10_cat/a.npz': 'latents' });
    await folders.edit('16', remove('10_cat/a.jpg'));
    assert.deepEqual(folders.read('16'), { '10_cat/a.npz': 'latents' });
    assert.ok(fs.existsSync(path.join(folders.folder('16'), '10_cat')));
  });
});
