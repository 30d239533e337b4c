import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs, {
  appendFileSync,
  chmodSync,
  mkdirSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { mock } from 'node:test';
import { readIo } from '../../../../src/local/files/adaptiveIo.js';
import type { FileStore } from '../../../../src/core/ports/fileStore.js';
import { afterEachRead, afterRead } from './afterRead.js';
import { asUser, PROCESS_TIMEOUT_MS } from '../asUser.js';
import { describeAtEachIoMode } from './atEachIoMode.js';
import { coded, hashesOf, isRootOnLinux, neverAborted, StyleFolder } from '../styleFolder.js';

const MIB = 1024 * 1024;
const LONG_AGO = new Date('2024-01-01T00:00:00Z');

describeAtEachIoMode('reading files of a style', readIo, () => {
  let style: StyleFolder;
  let store: FileStore;
  beforeEach(async () => {
    style = new StyleFolder();
    store = await style.store();
  });
  afterEach(() => {
    mock.restoreAll();
    style.remove();
  });

  /** A file that was last written to long ago, so that reading it does not wait for it to settle. */
  const addOld = (path: string, content: string | Uint8Array): void =>
    utimesSync(style.add(path, content), LONG_AGO, LONG_AGO);

  for (const size of [0, 1, 256 * 1024, MIB + 7]) {
    it(`hashes and reads ${String(size)} bytes`, async () => {
      const content = Buffer.alloc(size, 'caption ');
      style.add('a.jpg', content);
      const expected = { ...hashesOf(content), file: await store.stat('a.jpg') };
      assert.deepEqual(await store.hash('a.jpg', neverAborted), expected);
      assert.deepEqual(await store.read('a.jpg', neverAborted), { ...expected, bytes: content });
    });
  }

  it('hashes many files at once without mixing them up', async () => {
    const contents = Array.from({ length: 40 }, (_, i) => Buffer.alloc(MIB / 2 + i, i));
    contents.forEach((content, i) => style.add(`${String(i)}.jpg`, content));
    const hashes = await Promise.all(contents.map((_, i) => store.hash(`${String(i)}.jpg`, neverAborted)));
    assert.deepEqual(
      hashes.map(({ sha256 }) => sha256),
      contents.map((content) => hashesOf(content).sha256),
    );
  });

  it('distinguishes missing from unreadable files', async () => {
    mkdirSync(style.path('folder.jpg'));
    symlinkSync('gone', style.path('link.jpg'));
    assert.equal(await store.stat('none.jpg'), undefined);
    assert.equal(await store.stat('no/folder.jpg'), undefined);
    await assert.rejects(store.hash('none.jpg', neverAborted), coded('missing-file'));
    await assert.rejects(store.read('none.jpg', neverAborted), coded('missing-file'));
    await assert.rejects(store.hash('folder.jpg', neverAborted), coded('unreadable-file', /folder/));
    await assert.rejects(store.stat('folder.jpg'), coded('unreadable-file'));
    await assert.rejects(store.stat('link.jpg'), coded('unreadable-file'));
  });

  it('does not block on a named pipe', async function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [style.path('pipe.jpg')]);
    await assert.rejects(store.hash('pipe.jpg', neverAborted), coded('unreadable-file', /named pipe/));
  });

  it('reports a file without read permission', async function () {
    if (!isRootOnLinux) this.skip();
    this.timeout(PROCESS_TIMEOUT_MS);
    chmodSync(style.parent, 0o755);
    chmodSync(style.add('a.jpg', 'x'), 0o600);
    const { code, data } = await asUser<{ code: string; data: { file: string; cause: string } }>(
      'hash',
      style.root,
      'a.jpg',
    );
    assert.deepEqual(
      [code, data.file, data.cause],
      ['unreadable-file', 'a.jpg', 'permission denied (EACCES)'],
    );
  });

  it('reads again when the file changes meanwhile, and returns the whole new content', async () => {
    addOld('a.txt', 'a cat on a mat');
    afterRead(1, () => writeFileSync(style.path('a.txt'), 'a dog in the fog'));
    const { bytes, sha256, file } = await store.read('a.txt', neverAborted);
    assert.equal(Buffer.from(bytes).toString(), 'a dog in the fog');
    assert.equal(sha256, hashesOf('a dog in the fog').sha256);
    assert.equal(file.size, 16);
  });

  it('finds an edit of the same size whose modified time was reset', async () => {
    addOld('a.jpg', Buffer.alloc(MIB, 'a'));
    afterRead(2, () => addOld('a.jpg', Buffer.alloc(MIB, 'b')));
    const { sha256 } = await store.hash('a.jpg', neverAborted);
    assert.equal(sha256, hashesOf(Buffer.alloc(MIB, 'b')).sha256);
  });

  it('gives up a file that keeps changing after three attempts', async () => {
    addOld('a.jpg', Buffer.alloc(1000));
    let attempts = 0;
    afterEachRead((reads) => {
      attempts = reads;
      fs.truncateSync(style.path('a.jpg'), 1000 + reads);
    });
    await assert.rejects(store.read('a.jpg', neverAborted), coded('changed-during-sync'));
    assert.equal(attempts, 3);
  });

  it('waits for a caption that is just being rewritten', async () => {
    style.add('a.txt', ''); // an editor truncates first
    const reading = store.read('a.txt', neverAborted);
    setTimeout(() => appendFileSync(style.path('a.txt'), 'a whole caption'), 10);
    assert.equal(Buffer.from((await reading).bytes).toString(), 'a whole caption');
  });

  it('can be cancelled in the middle of a large file', async () => {
    addOld('a.jpg', Buffer.alloc(2 * MIB));
    const controller = new AbortController();
    afterRead(2, () => controller.abort());
    await assert.rejects(store.hash('a.jpg', controller.signal), coded('cancelled'));
  });

  it('can be cancelled while it waits for a file to settle', async () => {
    style.add('a.txt', 'x');
    const controller = new AbortController();
    const reading = store.read('a.txt', controller.signal);
    setImmediate(() => controller.abort());
    await assert.rejects(reading, coded('cancelled'));
  });

  describe('in parts', () => {
    const content = Buffer.concat([Buffer.alloc(MIB, 'a'), Buffer.alloc(MIB, 'b'), Buffer.alloc(5, 'c')]);

    async function collect(path: string, expected = store.hash(path, neverAborted)): Promise<Buffer[]> {
      const parts: Buffer[] = [];
      for await (const part of store.readParts(path, await expected, MIB, neverAborted)) {
        parts.push(Buffer.from(part));
      }
      return parts;
    }

    it('yields parts of the requested size that together are the file', async () => {
      addOld('a.jpg', content);
      const parts = await collect('a.jpg');
      assert.deepEqual(
        parts.map((part) => part.length),
        [MIB, MIB, 5],
      );
      assert.ok(Buffer.concat(parts).equals(content));
    });

    it('holds the last part back when the file was written to after it was hashed', async () => {
      addOld('a.jpg', content);
      const expected = await store.hash('a.jpg', neverAborted);
      const parts = store.readParts('a.jpg', expected, MIB, neverAborted)[Symbol.asyncIterator]();
      await parts.next();
      const changed = Buffer.from(content);
      changed[MIB + 1] = 0;
      addOld('a.jpg', changed);
      await parts.next();
      await assert.rejects(parts.next(), coded('changed-during-sync'));
    });

    it('refuses a file that was cut short, and another file of that name', async () => {
      addOld('a.jpg', content);
      const expected = await store.hash('a.jpg', neverAborted);
      const parts = store.readParts('a.jpg', expected, MIB, neverAborted)[Symbol.asyncIterator]();
      await parts.next();
      fs.truncateSync(style.path('a.jpg'), MIB);
      await assert.rejects(parts.next(), coded('changed-during-sync'));
      addOld('other.jpg', content);
      renameSync(style.path('other.jpg'), style.path('a.jpg'));
      await assert.rejects(collect('a.jpg', Promise.resolve(expected)), coded('changed-during-sync'));
    });

    it('closes the file when the reader stops early', async function () {
      if (process.platform !== 'linux') this.skip();
      addOld('a.jpg', content);
      const expected = await store.hash('a.jpg', neverAborted);
      for await (const part of store.readParts('a.jpg', expected, MIB, neverAborted)) {
        assert.equal(part.length, MIB);
        assert.ok(openFiles().includes(style.path('a.jpg')));
        break;
      }
      assert.ok(!openFiles().includes(style.path('a.jpg')));
    });

    const openFiles = (): string[] =>
      fs.readdirSync('/proc/self/fd').flatMap((fd) => {
        const link = `/proc/self/fd/${fd}`;
        return fs.existsSync(link) ? [fs.readlinkSync(link)] : [];
      });
  });
});
