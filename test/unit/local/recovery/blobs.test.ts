import assert from 'node:assert/strict';
import fs, {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { mock } from 'node:test';
import { recoveryStoreOf } from '../../../../src/local/recovery/recoveryStore.js';
import { storeFolderOf } from '../../../../src/local/store/storePlace.js';
import type { RecoveryStore } from '../../../../src/core/ports/journal.js';
import type { LocalHashes } from '../../../../src/core/ports/fileStore.js';
import { SmallDisk } from '../smallDisk.js';
import { coded, hashesOf, isRootOnLinux, neverAborted, StyleFolder } from '../styleFolder.js';

function replaceByLink(file: string): void {
  unlinkSync(file);
  symlinkSync('/etc/hostname', file);
}

describe('blobs: the backed-up bytes of a style', () => {
  let style: StyleFolder;
  let store: RecoveryStore;
  beforeEach(() => {
    style = new StyleFolder();
    store = recoveryStoreOf(style.root);
  });
  afterEach(() => {
    mock.restoreAll();
    style.remove();
  });

  const blobs = (): string => join(storeFolderOf(style.root), 'blobs');
  const sha = (content: string | Uint8Array): string => hashesOf(content).sha256;
  const blob = (content: string | Uint8Array): string =>
    join(blobs(), sha(content).slice(0, 2), sha(content));
  const names = (): string[] =>
    readdirSync(blobs(), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name);
  const hashes = async (path: string): Promise<LocalHashes> => (await style.store()).hash(path, neverAborted);
  const added = (path: string, content: string | Uint8Array): Promise<LocalHashes> => {
    style.add(path, content);
    return hashes(path);
  };
  const backUp = (expected: LocalHashes): Promise<void> => store.backUpFile(expected.file.path, expected);
  const read = (sha256: string): Promise<Buffer> => buffer(store.read(sha256));
  const withoutLinks = (): void => {
    mock.method(fs, 'linkSync', () => {
      throw Object.assign(new Error('EXDEV'), { code: 'EXDEV', errno: -18 });
    });
  };

  for (const way of ['by a link', 'by a copy'] as const) {
    describe(`backed up ${way}`, () => {
      beforeEach(() => {
        if (way === 'by a copy') withoutLinks();
      });

      it('are the same after the file is gone, under their hash and without an extension', async () => {
        const large = Buffer.alloc(700_001, 'large');
        for (const content of ['old', '', large]) {
          await backUp(await added('10_cat/a b.jpg', content));
          unlinkSync(style.path('10_cat/a b.jpg'));
          assert.deepEqual(await read(sha(content)), Buffer.from(content));
          assert.ok(existsSync(blob(content)));
        }
        assert.equal(names().length, 3);
      });

      it('are the same after the file is replaced', async () => {
        const expected = await added('a.jpg', 'old');
        await backUp(expected);
        renameSync(style.add('other', 'new'), style.path('a.jpg'));
        assert.equal((await read(sha('old'))).toString(), 'old');
      });

      it('leave the file as it was', async () => {
        const expected = await added('a.jpg', 'old');
        chmodSync(style.path('a.jpg'), 0o640);
        const before = statSync(style.path('a.jpg'));
        await backUp(expected);
        const after = statSync(style.path('a.jpg'));
        for (const field of ['ino', 'size', 'mtimeMs', 'mode', 'uid', 'gid'] as const) {
          assert.equal(after[field], before[field], field);
        }
        assert.deepEqual(style.names(), ['a.jpg']);
      });

      it('are stored once for any number of files backed up at once', async () => {
        const all = await Promise.all(
          Array.from({ length: 40 }, (_, index) =>
            added(`${String(index)}.jpg`, index < 8 ? 'same' : String(index)),
          ),
        );
        await Promise.all(all.map(backUp));
        for (const { file } of all) unlinkSync(style.path(file.path));
        for (const { sha256 } of all) assert.equal(sha(await read(sha256)), sha256);
        assert.equal(names().length, 33);
      });

      it('are refused for a file that is not as expected', async () => {
        const expected = await added('a.jpg', 'old');
        style.add('a.jpg', 'edited');
        await assert.rejects(backUp(expected), coded('changed-during-sync'));
        unlinkSync(style.path('a.jpg'));
        await assert.rejects(backUp(expected), coded('changed-during-sync'));
        assert.deepEqual(names(), []);
      });

      it('are refused for a file that was written to and had its time reset', async () => {
        style.add('a.jpg', 'old');
        utimesSync(style.path('a.jpg'), 1000, 1000);
        const expected = await hashes('a.jpg');
        writeFileSync(style.path('a.jpg'), 'mew');
        utimesSync(style.path('a.jpg'), 1000, 1000);
        await assert.rejects(backUp(expected), coded('changed-during-sync'));
        assert.deepEqual(names(), []);
      });

      it('are refused for a file that changes during the backup', async () => {
        const expected = await added('a.jpg', 'old');
        const other = style.add('other', 'old');
        mkdirSync(dirname(blob('old')), { recursive: true });
        // When the staged bytes are opened to be verified, another file with the same bytes takes their place.
        const real = fs.openSync;
        mock.method(fs, 'openSync', (...args: Parameters<typeof fs.openSync>) => {
          if (existsSync(other)) renameSync(other, style.path('a.jpg'));
          return real(...args);
        });
        await assert.rejects(backUp(expected), coded('changed-during-sync'));
        assert.deepEqual(names(), []);
      });
    });
  }

  it('take no space where there are hard links, and leave the mode of the file alone', async () => {
    const expected = await added('a.jpg', 'old');
    chmodSync(style.path('a.jpg'), 0o440);
    await backUp(expected);
    assert.equal(statSync(blob('old')).ino, expected.file.ino);
    assert.equal(statSync(blob('old')).mode & 0o777, 0o440);
  });

  it('are copied from a file with a second name, which may change later', async () => {
    const expected = await added('a.jpg', 'old');
    linkSync(style.path('a.jpg'), join(style.parent, 'second'));
    await backUp(expected);
    unlinkSync(style.path('a.jpg'));
    writeFileSync(join(style.parent, 'second'), 'mew');
    assert.equal((await read(sha('old'))).toString(), 'old');
  });

  it('are copied from the target of a symbolic link', async () => {
    style.add('b.jpg', 'old');
    symlinkSync('b.jpg', style.path('a.jpg'));
    await backUp(await hashes('a.jpg'));
    unlinkSync(style.path('a.jpg'));
    writeFileSync(style.path('b.jpg'), 'mew');
    assert.equal((await read(sha('old'))).toString(), 'old');
  });

  const backUpInTurn = async (a: LocalHashes, b: LocalHashes): Promise<void> => {
    await backUp(a);
    await backUp(b);
  };
  const backUpAtOnce = async (a: LocalHashes, b: LocalHashes): Promise<void> => {
    await Promise.all([backUp(a), backUp(b)]);
  };
  for (const [when, backUpBoth] of [
    ['one after the other', backUpInTurn],
    ['at the same time', backUpAtOnce],
  ] as const) {
    it(`of two files of the same content, backed up ${when}, depend on neither of them`, async () => {
      await backUpBoth(await added('a.jpg', 'same'), await added('b.jpg', 'same'));
      // One of the two acts happened and the other failed; the file that stayed is edited in place.
      writeFileSync(style.path('a.jpg'), 'edit');
      writeFileSync(style.path('b.jpg'), 'edit');
      assert.equal((await read(sha('same'))).toString(), 'same');
    });
  }

  it('are stored again when the act failed and is tried again', async () => {
    const expected = await added('a.jpg', 'old');
    await backUp(expected);
    await backUp(expected);
    unlinkSync(style.path('a.jpg'));
    assert.equal((await read(sha('old'))).toString(), 'old');
    assert.equal(names().length, 1);
  });

  it('are not written again where they exist already', async () => {
    await backUp(await added('a.jpg', 'old'));
    unlinkSync(style.path('a.jpg'));
    const { ino } = statSync(blob('old'));
    await backUp(await added('b.jpg', 'old'));
    assert.equal(statSync(blob('old')).ino, ino);
  });

  for (const [damage, spoil] of [
    ['cut short', (file: string) => truncateSync(file)],
    ['spoilt without a change of size', (file: string) => writeFileSync(file, 'mew')],
    ['replaced by a link', replaceByLink],
  ] as const) {
    it(`that are ${damage} are replaced by whole ones`, async () => {
      await backUp(await added('a.jpg', 'old'));
      unlinkSync(style.path('a.jpg'));
      spoil(blob('old'));
      await assert.rejects(read(sha('old')), coded('not-recoverable'));
      await backUp(await added('b.jpg', 'old'));
      unlinkSync(style.path('b.jpg'));
      assert.equal((await read(sha('old'))).toString(), 'old');
    });
  }

  it('are never returned whole when the file was edited in place before it was deleted', async () => {
    const content = Buffer.alloc(600_000, 'large');
    await backUp(await added('a.jpg', content));
    appendFileSync(style.path('a.jpg'), '!');
    unlinkSync(style.path('a.jpg'));
    let bytes = 0;
    await assert.rejects(
      async () => {
        for await (const part of store.read(sha(content))) bytes += part.length;
      },
      coded('not-recoverable', /damaged/),
    );
    assert.ok(bytes < content.length);
  });

  it('throw not-recoverable when they are gone', async () => {
    await assert.rejects(read(sha('never')), coded('not-recoverable', /gone/));
    await backUp(await added('a.jpg', 'old'));
    unlinkSync(blob('old'));
    await assert.rejects(read(sha('old')), coded('not-recoverable', /gone/));
    await assert.rejects(read('../../16/a.jpg'), coded('not-recoverable'));
    renameSync(blobs(), `${blobs()}.moved`);
    symlinkSync(`${blobs()}.moved`, blobs());
    await assert.rejects(read(sha('old')), coded('not-recoverable', /symbolic link/));
  });

  it('are flushed with their name before the backup resolves', async () => {
    const expected = await added('a.jpg', 'old');
    mkdirSync(dirname(blob('old')), { recursive: true });
    const handle = await fs.promises.open(style.root, 'r');
    const prototype = Object.getPrototypeOf(handle) as fs.promises.FileHandle;
    await handle.close();
    const data = mock.method(prototype, 'datasync');
    const folder = mock.method(prototype, 'sync');
    await backUp(expected);
    assert.equal(data.mock.callCount(), 1);
    assert.equal(folder.mock.callCount(), 1);
  });

  it('are never written through a link in place of one of their folders', async () => {
    const outside = join(style.parent, 'outside');
    mkdirSync(outside);
    const expected = await added('a.jpg', 'old');
    await backUp(await added('b.jpg', 'first'));
    const places = [join(blobs(), sha('old').slice(0, 2)), blobs(), storeFolderOf(style.root)];
    for (const place of places) {
      if (existsSync(place)) renameSync(place, `${place}.moved`);
      symlinkSync(outside, place);
      await assert.rejects(backUp(expected), coded('unsafe-name'));
      unlinkSync(place);
    }
    assert.deepEqual(readdirSync(outside), []);
    assert.equal(readFileSync(style.path('a.jpg'), 'utf8'), 'old');
  });

  it('are never taken from outside the style', async () => {
    writeFileSync(join(style.parent, 'secret'), 'secret');
    const { file, ...content } = await added('a.jpg', 'secret');
    for (const path of ['../secret', '/etc/hostname', '.hidden']) {
      await assert.rejects(
        store.backUpFile(path, { ...content, file: { ...file, path } }),
        coded('unsafe-name'),
      );
    }
  });

  it('throw disk-full, and leave nothing half done', async function () {
    if (!isRootOnLinux) this.skip();
    const mountPoint = join(style.parent, '.s3-training-data');
    mkdirSync(mountPoint);
    const disk = new SmallDisk(mountPoint, 64);
    try {
      await assert.rejects(backUp(await added('a.jpg', Buffer.alloc(100_000))), coded('disk-full'));
      assert.deepEqual(names(), []);
      await backUp(await added('b.jpg', 'small'));
      assert.equal((await read(sha('small'))).toString(), 'small');
    } finally {
      disk.unmount();
    }
  });
});
