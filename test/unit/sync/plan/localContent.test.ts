import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { ImageExtensions } from '../../../../src/dataset/pairing.js';
import { DEFAULT_IMAGE_EXTENSIONS } from '../../../../src/dataset/trainingImage.js';
import { LocalContents } from '../../../../src/sync/plan/localContent.js';
import type { Manifest } from '../../../../src/core/ports/manifest.js';
import type { FileStore, LocalFile } from '../../../../src/core/ports/fileStore.js';
import { coded, hashesOf, neverAborted, StyleFolder } from '../../local/styleFolder.js';

const extensions = new ImageExtensions(DEFAULT_IMAGE_EXTENSIONS);

describe('LocalContents, read ahead', () => {
  let style: StyleFolder;
  let store: FileStore;
  let read: string[];
  let contents: LocalContents;
  let files: readonly LocalFile[];
  let base: Manifest;
  beforeEach(async () => {
    style = new StyleFolder();
    for (const name of ['1.jpg', '1.txt', '2.txt', '3.txt']) style.add(name, `content of ${name}`);
    store = await style.store();
    read = [];
    const watched: Pick<FileStore, 'hash'> = {
      hash: (path, signal) => {
        read.push(path);
        return store.hash(path, signal);
      },
    };
    contents = new LocalContents(
      { files: watched, extensions, manifestWrittenAtMs: Date.now() },
      neverAborted,
    );
    ({ files } = await store.scan(() => true, neverAborted));
    const entries = files.map(
      (file) => [file.path, { ...file, ...hashesOf(`content of ${file.path}`), etag: '"e"' }] as const,
    );
    const location = { endpoint: '', bucket: 'training', prefix: '', styleId: '16' };
    base = { version: 1, folder: style.root, location, entries: new Map(entries) };
  });
  afterEach(() => style.remove());

  const fileAt = (path: string): LocalFile => files.find((file) => file.path === path) ?? assert.fail();

  it('reads the captions that the last sync knew with the same size, and reads none twice', async () => {
    const known = new Map(base.entries);
    known.delete('2.txt');
    known.set('3.txt', { ...(known.get('3.txt') ?? assert.fail()), size: 1 });
    await contents.readAhead(files, { ...base, entries: known }, neverAborted);
    assert.deepEqual(read, ['1.txt']);
    const entry = base.entries.get('1.txt') ?? assert.fail();
    assert.equal(await contents.take(fileAt('1.txt')).differsFrom(entry), false);
    assert.deepEqual(read, ['1.txt']);
    assert.equal(contents.take(fileAt('1.txt')).known, undefined);
  });

  it('reads nothing without an earlier sync', async () => {
    await contents.readAhead(files, undefined, neverAborted);
    assert.deepEqual(read, []);
  });

  it('stops reading ahead when the time is over', async () => {
    await contents.readAhead(files, base, AbortSignal.abort());
    assert.deepEqual(read, []);
  });

  it('reports a read error when the content is asked for', async () => {
    rmSync(style.path('1.txt'));
    await contents.readAhead(files, base, neverAborted);
    assert.deepEqual(read, ['1.txt', '2.txt', '3.txt']);
    await assert.rejects(contents.take(fileAt('1.txt')).hashes(), coded('missing-file'));
  });

  it('reports that the folder is gone, not that each file is', async () => {
    style.remove();
    await contents.readAhead(files, base, neverAborted);
    await assert.rejects(contents.take(fileAt('1.txt')).hashes(), coded('missing-folder'));
  });
});
