import assert from 'node:assert/strict';
import fs, {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { mock } from 'node:test';
import { entryIo } from '../../../../src/local/files/adaptiveIo.js';
import { SyncError } from '../../../../src/core/errors.js';
import type { FileStore, LocalFile, WrittenFile } from '../../../../src/core/ports/fileStore.js';
import { inOneMemory } from '../../../support/inOneMemory.js';
import { asUser, PROCESS_TIMEOUT_MS, asWeakRoot, WEAK_ROOTS } from '../asUser.js';
import { describeAtEachIoMode } from './atEachIoMode.js';
import { SmallDisk } from '../smallDisk.js';
import { bodyOf, coded, hashesOf, isRootOnLinux, neverAborted, StyleFolder } from '../styleFolder.js';

describeAtEachIoMode('writing a file of a style', entryIo, () => {
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

  const accept = (): void => undefined;
  const write = (
    path: string,
    body: AsyncIterable<Uint8Array>,
    before?: LocalFile,
    verify = accept,
  ): Promise<WrittenFile> => store.write(path, body, before, verify, neverAborted);
  const content = (path: string): string => readFileSync(style.path(path), 'utf8');

  it('writes a new file, with its folders, and returns what it wrote', async () => {
    const written = await write('10_cat/deep/a b.jpg', bodyOf('one ', 'two'));
    assert.equal(content('10_cat/deep/a b.jpg'), 'one two');
    const { sha256 } = hashesOf('one two');
    assert.deepEqual(written, { sha256, file: await store.stat('10_cat/deep/a b.jpg') });
    assert.deepEqual(style.names('10_cat/deep'), ['a b.jpg']);
  });

  it('uses a chunk before it requests the next one, which may have the same buffer', async () => {
    const sizes = [1, 10, 70 * 1024, 1000, 300 * 1024, 64 * 1024, 300 * 1024, 5];
    const parts = sizes.map((size, index) => Buffer.alloc(size, index + 1));
    const expected = Buffer.concat(parts);
    const { sha256 } = await write('a.jpg', inOneMemory(parts));
    assert.equal(sha256, hashesOf(expected).sha256);
    assert.ok(readFileSync(style.path('a.jpg')).equals(expected));
  });

  it('writes an empty file', async () => {
    await write('a.txt', bodyOf());
    assert.equal(content('a.txt'), '');
  });

  it('replaces a file that has not changed, and leaves nothing beside it', async () => {
    style.add('a.txt', 'old');
    await write('a.txt', bodyOf('new'), await store.stat('a.txt'));
    assert.equal(content('a.txt'), 'new');
    assert.deepEqual(style.names(), ['a.txt']);
  });

  it('shows the old content, whole, until the new one is complete', async () => {
    style.add('a.txt', 'old');
    async function* watched(): AsyncGenerator<Uint8Array> {
      yield* bodyOf('n');
      assert.equal(content('a.txt'), 'old');
      yield* bodyOf('ew');
      assert.equal(content('a.txt'), 'old');
    }
    await write('a.txt', watched(), await store.stat('a.txt'), () => assert.equal(content('a.txt'), 'old'));
    assert.equal(content('a.txt'), 'new');
  });

  it('uses a temporary name that no scan and no trainer takes for an image', async () => {
    let during: string[] = [];
    await write('a.jpg', bodyOf('new'), undefined, () => (during = style.names()));
    assert.equal(during.length, 1);
    assert.match(during[0] ?? '', /^\.s3-training-data-[0-9a-f]{8}-\d+-[0-9a-f]{16}\.tmp$/);
  });

  it('passes what was written to the verifier, and keeps the old file when it refuses', async () => {
    style.add('a.txt', 'old');
    const refuse = (written: unknown): void => {
      assert.deepEqual(written, { sha256: hashesOf('wrong').sha256, size: 5 });
      throw new SyncError('wrong-bytes', { file: 'a.txt' });
    };
    await assert.rejects(
      store.write('a.txt', bodyOf('wrong'), await store.stat('a.txt'), refuse, neverAborted),
      coded('wrong-bytes'),
    );
    assert.equal(content('a.txt'), 'old');
    assert.deepEqual(style.names(), ['a.txt']);
  });

  it('keeps the old file when the body fails, and reports the error of the body', async () => {
    style.add('a.txt', 'old');
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* bodyOf('ne');
      throw new SyncError('no-network');
    }
    await assert.rejects(write('a.txt', broken(), await store.stat('a.txt')), coded('no-network'));
    async function* reset(): AsyncGenerator<Uint8Array> {
      yield* bodyOf('ne');
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', errno: -104 });
    }
    await assert.rejects(write('a.txt', reset(), await store.stat('a.txt')), coded('internal', /ECONNRESET/));
    assert.equal(content('a.txt'), 'old');
    assert.deepEqual(style.names(), ['a.txt']);
  });

  it('keeps the old file when it is cancelled', async () => {
    style.add('a.txt', 'old');
    const controller = new AbortController();
    async function* cancelled(): AsyncGenerator<Uint8Array> {
      yield* bodyOf('n');
      controller.abort();
      yield* bodyOf('ew');
    }
    const before = await store.stat('a.txt');
    await assert.rejects(
      store.write('a.txt', cancelled(), before, accept, controller.signal),
      coded('cancelled'),
    );
    await assert.rejects(
      store.write('b.txt', bodyOf('new'), undefined, accept, controller.signal),
      coded('cancelled'),
    );
    assert.equal(content('a.txt'), 'old');
    assert.deepEqual(style.names(), ['a.txt']);
  });

  describe('where the file changed meanwhile', () => {
    /** Writes a file and calls `change` after all bytes are written, before the rename. */
    const writeWhile = (change: () => void, before?: LocalFile): Promise<WrittenFile> =>
      write('a.txt', bodyOf('new'), before, change);

    afterEach(() =>
      assert.deepEqual(
        style.names().filter((name) => name.startsWith('.')),
        [],
      ),
    );

    it('never overwrites a file that appeared', async () => {
      await assert.rejects(
        writeWhile(() => style.add('a.txt', 'mine')),
        coded('changed-during-sync'),
      );
      assert.equal(content('a.txt'), 'mine');
    });

    it('never overwrites a file that appeared at the last moment', async () => {
      const real = fs.promises.link;
      mock.method(fs.promises, 'link', async (from: string, to: string) => {
        style.add('a.txt', 'mine');
        await real(from, to);
      });
      await assert.rejects(write('a.txt', bodyOf('new')), coded('changed-during-sync'));
      assert.equal(content('a.txt'), 'mine');
    });

    it('never overwrites a file that existed from the start', async () => {
      style.add('a.txt', 'mine');
      await assert.rejects(write('a.txt', bodyOf('new')), coded('changed-during-sync'));
      assert.equal(content('a.txt'), 'mine');
    });

    it('never overwrites an edit', async () => {
      style.add('a.txt', 'old');
      await assert.rejects(
        writeWhile(() => style.add('a.txt', 'edited'), await store.stat('a.txt')),
        coded('changed-during-sync'),
      );
      assert.equal(content('a.txt'), 'edited');
    });

    it('never overwrites another file of the same size and time', async () => {
      style.add('a.txt', 'old');
      utimesSync(style.path('a.txt'), 1000, 1000);
      const before = await store.stat('a.txt');
      const replace = (): void => {
        style.add('other', 'mew');
        utimesSync(style.path('other'), 1000, 1000);
        fs.renameSync(style.path('other'), style.path('a.txt'));
      };
      await assert.rejects(writeWhile(replace, before), coded('changed-during-sync'));
      assert.equal(content('a.txt'), 'mew');
    });

    it('does not bring back a file that was deleted', async () => {
      style.add('a.txt', 'old');
      await assert.rejects(
        writeWhile(() => unlinkSync(style.path('a.txt')), await store.stat('a.txt')),
        coded('changed-during-sync'),
      );
      assert.deepEqual(style.names(), []);
    });

    it('does not write through a link that replaced the file', async () => {
      const outside = join(style.parent, 'outside.txt');
      writeFileSync(outside, 'secret');
      await assert.rejects(
        writeWhile(() => symlinkSync(outside, style.path('a.txt'))),
        coded('unsafe-name'),
      );
      assert.equal(readFileSync(outside, 'utf8'), 'secret');
    });

    it('does not make the folder again when it is gone', async () => {
      await assert.rejects(
        writeWhile(() => rmSync(style.root, { recursive: true })),
        (error) => error instanceof SyncError,
      );
      assert.ok(!fs.existsSync(style.root));
      await assert.rejects(write('b.txt', bodyOf('x')), coded('missing-folder'));
      assert.ok(!fs.existsSync(style.root));
      mkdirSync(style.root);
    });
  });

  describe('outside the folder', () => {
    it('refuses a link in place of the file, even one into the style', async () => {
      writeFileSync(join(style.parent, 'outside.txt'), 'secret');
      symlinkSync('../outside.txt', style.path('a.txt'));
      symlinkSync('../nowhere.txt', style.path('b.txt'));
      const { ino, size, mtimeMs } = fs.statSync(style.path('a.txt'));
      const before = { path: 'a.txt', ino, size, mtimeMs };
      await assert.rejects(write('a.txt', bodyOf('x'), before), coded('unsafe-name'));
      await assert.rejects(write('b.txt', bodyOf('x')), coded('unsafe-name'));
      assert.equal(readFileSync(join(style.parent, 'outside.txt'), 'utf8'), 'secret');
      assert.ok(!fs.existsSync(join(style.parent, 'nowhere.txt')));
    });

    it('refuses a link in place of a folder, at any depth', async () => {
      const outside = join(style.parent, 'outside');
      mkdirSync(join(outside, 'deep'), { recursive: true });
      mkdirSync(style.path('real'));
      symlinkSync(outside, style.path('link'));
      symlinkSync(outside, style.path('real/link'));
      for (const path of ['link/a.jpg', 'link/deep/a.jpg', 'link/new/a.jpg', 'real/link/a.jpg']) {
        await assert.rejects(write(path, bodyOf('x')), coded('unsafe-name', /symbolic link/), path);
      }
      assert.deepEqual(fs.readdirSync(outside), ['deep']);
      assert.deepEqual(fs.readdirSync(join(outside, 'deep')), []);
    });

    it('refuses a folder that became a link while the bytes arrived', async () => {
      const outside = join(style.parent, 'outside');
      mkdirSync(outside);
      mkdirSync(style.path('10_cat'));
      const swap = (): void => {
        fs.renameSync(style.path('10_cat'), style.path('moved'));
        symlinkSync(outside, style.path('10_cat'));
      };
      await assert.rejects(write('10_cat/a.jpg', bodyOf('x'), undefined, swap), coded('unsafe-name'));
      assert.deepEqual(fs.readdirSync(outside), []);
    });
  });

  it('refuses to replace a folder, or to use a file as a folder', async () => {
    mkdirSync(style.path('a.jpg'));
    style.add('b', 'file');
    await assert.rejects(write('a.jpg', bodyOf('x')), coded('unwritable-file', /folder/));
    await assert.rejects(write('b/a.jpg', bodyOf('x')), coded('unsafe-name'));
    assert.equal(content('b'), 'file');
  });

  it('writes a whole file where there are no hard links', async () => {
    const link = mock.method(fs.promises, 'link', () =>
      Promise.reject(Object.assign(new Error('EPERM'), { code: 'EPERM', errno: -1 })),
    );
    await write('a.txt', bodyOf('new'));
    assert.equal(content('a.txt'), 'new');
    assert.deepEqual(style.names(), ['a.txt']);
    assert.equal(link.mock.callCount(), 1);
  });

  it('keeps the mode of the file that it replaces', async function () {
    if (process.platform === 'win32') this.skip();
    chmodSync(style.add('a.txt', 'old'), 0o640);
    await write('a.txt', bodyOf('new'), await store.stat('a.txt'));
    assert.equal(statSync(style.path('a.txt')).mode & 0o7777, 0o640);
  });

  it('keeps the owner of the file that root replaces', async function () {
    if (!isRootOnLinux) this.skip();
    chownSync(style.add('a.txt', 'old'), 1234, 2345);
    await write('a.txt', bodyOf('new'), await store.stat('a.txt'));
    const { uid, gid } = statSync(style.path('a.txt'));
    assert.deepEqual([uid, gid], [1234, 2345]);
  });

  for (const [why, root] of Object.entries(WEAK_ROOTS)) {
    it(`replaces a file whose owner and mode cannot be kept: ${why}`, async function () {
      if (!isRootOnLinux) this.skip();
      this.timeout(PROCESS_TIMEOUT_MS);
      chmodSync(style.add('a.txt', 'old'), 0o4750);
      chownSync(style.path('a.txt'), 1234, 2345);
      await asWeakRoot(root, 'write', style.root, 'a.txt');
      assert.equal(content('a.txt'), 'new');
      const { uid, mode } = statSync(style.path('a.txt'));
      assert.deepEqual([uid, mode & 0o7777], [0, 0o750]);
      assert.deepEqual(style.names(), ['a.txt']);
    });
  }

  it('writes many files into new folders at once', async () => {
    const paths = Array.from({ length: 100 }, (_, i) => `${String(i % 3)}/deep/${String(i)}.txt`);
    await Promise.all(paths.map((path) => write(path, bodyOf(path))));
    for (const path of paths) assert.equal(content(path), path);
  });

  it('throws disk-full, keeps the old file and leaves nothing behind', async function () {
    if (!isRootOnLinux) this.skip();
    const disk = new SmallDisk(style.root, 64);
    try {
      store = await style.store();
      style.add('a.jpg', 'old');
      const before = await store.stat('a.jpg');
      await assert.rejects(write('a.jpg', bodyOf(Buffer.alloc(256 * 1024)), before), coded('disk-full'));
      assert.equal(content('a.jpg'), 'old');
      assert.deepEqual(style.names(), ['a.jpg']);
      await write('a.jpg', bodyOf('there is room again'), before);
    } finally {
      disk.unmount();
    }
  });

  it('reports a folder without write permission', async function () {
    if (!isRootOnLinux) this.skip();
    this.timeout(PROCESS_TIMEOUT_MS);
    chmodSync(style.parent, 0o755);
    style.add('a.txt', 'old');
    const { code, data } = await asUser<{ code: string; data: unknown }>('write', style.root, 'a.txt');
    assert.equal(code, 'unwritable-file');
    assert.deepEqual(data, { file: 'a.txt', cause: 'permission denied (EACCES)' });
    assert.equal(content('a.txt'), 'old');
  });
});
