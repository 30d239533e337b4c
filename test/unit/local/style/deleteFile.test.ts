import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { openFolder } from '../../../../src/local/style/folderStore.js';
import { mock } from 'node:test';
import { readIo } from '../../../../src/local/files/adaptiveIo.js';
import type { FileStore, LocalHashes } from '../../../../src/core/ports/fileStore.js';
import { afterRead } from './afterRead.js';
import { describeAtEachIoMode } from './atEachIoMode.js';
import { coded, neverAborted, StyleFolder } from '../styleFolder.js';

describeAtEachIoMode('deleting a file of a style', readIo, () => {
  let style: StyleFolder;
  let store: FileStore;
  let expected: LocalHashes;
  beforeEach(async () => {
    style = new StyleFolder();
    store = await style.store();
    utimesSync(style.add('10_cat/a.txt', 'cat'), 1000, 1000);
    expected = await store.hash('10_cat/a.txt', neverAborted);
  });
  afterEach(() => {
    mock.restoreAll();
    style.remove();
  });

  const remove = (): Promise<void> => store.delete('10_cat/a.txt', expected, neverAborted);

  it('deletes that file and nothing else; the empty folder stays', async () => {
    style.add('b.txt', 'b');
    await remove();
    assert.deepEqual(style.names(), ['10_cat', 'b.txt']);
    assert.deepEqual(style.names('10_cat'), []);
  });

  it('keeps an edit of the same size whose modified time was reset', async () => {
    writeFileSync(style.path('10_cat/a.txt'), 'dog');
    utimesSync(style.path('10_cat/a.txt'), 1000, 1000);
    await assert.rejects(remove(), coded('changed-during-sync'));
    assert.equal(readFileSync(style.path('10_cat/a.txt'), 'utf8'), 'dog');
  });

  it('keeps another file of that name, even with the same content', async () => {
    utimesSync(style.add('10_cat/b.txt', 'cat'), 1000, 1000);
    renameSync(style.path('10_cat/b.txt'), style.path('10_cat/a.txt'));
    await assert.rejects(remove(), coded('changed-during-sync'));
    assert.deepEqual(style.names('10_cat'), ['a.txt']);
  });

  it('keeps a file that is replaced during the hashing, even by the same content', async () => {
    afterRead(1, () => renameSync(style.add('10_cat/new.txt', 'cat'), style.path('10_cat/a.txt')));
    await assert.rejects(remove(), coded('changed-during-sync'));
    assert.deepEqual(style.names('10_cat'), ['a.txt']);
  });

  it('reports a file that is already gone', async () => {
    unlinkSync(style.path('10_cat/a.txt'));
    await assert.rejects(remove(), coded('changed-during-sync'));
  });

  it('does not delete through a folder that became a link', async () => {
    const outside = join(style.parent, 'outside');
    renameSync(style.path('10_cat'), outside);
    symlinkSync(outside, style.path('10_cat'));
    await assert.rejects(remove(), coded('unsafe-name'));
    assert.ok(existsSync(join(outside, 'a.txt')));
  });

  it('removes a link and not its target', async () => {
    const outside = join(style.parent, 'outside.txt');
    writeFileSync(outside, 'linked');
    symlinkSync(outside, style.path('link.txt'));
    const following = await openFolder(style.root, { followLinks: true });
    const linked = await following.hash('link.txt', neverAborted);
    await assert.rejects(store.delete('link.txt', linked, neverAborted), coded('unreadable-file'));
    await following.delete('link.txt', linked, neverAborted);
    assert.ok(existsSync(outside));
    assert.deepEqual(style.names(), ['10_cat']);
  });

  it('never deletes a folder', async () => {
    unlinkSync(style.path('10_cat/a.txt'));
    mkdirSync(style.path('10_cat/a.txt'));
    await assert.rejects(remove(), coded('unreadable-file'));
    assert.deepEqual(style.names('10_cat'), ['a.txt']);
  });

  it('deletes nothing once it is cancelled', async () => {
    await assert.rejects(store.delete('10_cat/a.txt', expected, AbortSignal.abort()), coded('cancelled'));
    assert.deepEqual(style.names('10_cat'), ['a.txt']);
  });
});
