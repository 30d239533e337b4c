import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs, { mkdirSync, rmSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { mock } from 'node:test';
import { openFolder } from '../../../../src/local/style/folderStore.js';
import type { LocalListing } from '../../../../src/core/ports/fileStore.js';
import { asUser, PROCESS_TIMEOUT_MS } from '../asUser.js';
import { SmallDisk } from '../smallDisk.js';
import { coded, isRootOnLinux, neverAborted, StyleFolder } from '../styleFolder.js';

const isWanted = (path: string): boolean => /\.(jpg|txt)$/.test(path);

describe('scanning a style', () => {
  let style: StyleFolder;
  beforeEach(() => (style = new StyleFolder()));
  afterEach(() => {
    mock.restoreAll();
    style.remove();
  });

  const scan = async (wanted = isWanted): Promise<LocalListing> =>
    (await style.store()).scan(wanted, neverAborted);
  const pathsOf = ({ files }: LocalListing): string[] => files.map((file) => file.path);

  it('lists the wanted files of all sub-folders with their state, in the same order each time', async () => {
    for (const path of ['b.jpg', 'a.txt', '10_cat/ä #1 100%.jpg', '10_cat/deep/c.jpg', 'model.npz']) {
      style.add(path, path);
    }
    const listing = await scan();
    assert.deepEqual(pathsOf(listing), ['10_cat/deep/c.jpg', '10_cat/ä #1 100%.jpg', 'a.txt', 'b.jpg']);
    assert.deepEqual(listing.unreadable, []);
    const stats = statSync(style.path('b.jpg'));
    assert.deepEqual(listing.files.at(-1), {
      path: 'b.jpg',
      size: stats.size,
      mtimeMs: stats.mtimeMs,
      ino: stats.ino,
    });
  });

  it('leaves out hidden files and folders: AppleDouble, .DS_Store, .git, our own temporary files', async () => {
    for (const path of ['._cat.jpg', '.DS_Store', '.git/a.jpg', '.s3-training-data-x.tmp', 'cat.jpg']) {
      style.add(path, 'x');
    }
    assert.deepEqual(pathsOf(await scan(() => true)), ['cat.jpg']);
  });

  it('asks whether a file is wanted before it looks at the file', async () => {
    style.add('a.jpg', 'x');
    style.add('b.npz', 'x');
    const looked = mock.method(fs, 'statSync');
    await scan();
    const paths = looked.mock.calls.map((call) => call.arguments[0]);
    assert.ok(paths.includes(style.path('a.jpg')));
    assert.ok(!paths.includes(style.path('b.npz')));
  });

  it('reads a link to a file of the style like the file', async () => {
    style.add('sub/there.png', 'elsewhere');
    symlinkSync('sub/there.png', style.path('link.jpg'));
    const { files } = await scan();
    assert.equal(files[0]?.path, 'link.jpg');
    assert.equal(files[0].size, 9);
  });

  it('reports a link out of the style without reading it, unless this user wants that', async () => {
    writeFileSync(`${style.parent}/secret`, 'secret');
    style.add('a.jpg', 'image');
    symlinkSync('../secret', style.path('a.txt'));
    symlinkSync('/dev/zero', style.path('b.txt'));
    const { files, unreadable } = await scan();
    assert.deepEqual(
      files.map(({ path }) => path),
      ['a.jpg'],
    );
    assert.deepEqual(
      unreadable.map(({ path, isFolder, cause }) => [path, isFolder, cause]),
      [
        ['a.txt', false, 'it is a link to elsewhere'],
        ['b.txt', false, 'it is a link to elsewhere'],
      ],
    );
    const strict = await style.store();
    await assert.rejects(strict.stat('a.txt'), coded('unreadable-file', /link to elsewhere/));
    await assert.rejects(strict.hash('a.txt', neverAborted), coded('unreadable-file', /link to elsewhere/));
    await assert.rejects(strict.read('a.txt', neverAborted), coded('unreadable-file', /link to elsewhere/));
    const following = await openFolder(style.root, { followLinks: true });
    const followed = await following.scan(() => true, neverAborted);
    assert.deepEqual(
      followed.files.map(({ path }) => path),
      ['a.jpg', 'a.txt'],
    );
    assert.deepEqual(
      followed.unreadable.map(({ path, cause }) => [path, cause]),
      [['b.txt', 'it is a device']],
    );
    assert.equal((await following.read('a.txt', neverAborted)).bytes.toString(), 'secret');
  });

  it('reports a broken link: it exists, and cannot be read', async () => {
    symlinkSync('../gone.jpg', style.path('link.jpg'));
    symlinkSync('/mnt/not-mounted/10_cat', style.path('10_cat'));
    const { files, unreadable } = await scan();
    assert.deepEqual(files, []);
    assert.deepEqual(
      unreadable.map(({ path, isFolder, code }) => [path, isFolder, code]),
      [
        ['10_cat', true, 'unreadable-file'],
        ['link.jpg', false, 'unreadable-file'],
      ],
    );
  });

  it('reports a link to a folder without following it, even one that leads back', async () => {
    style.add('a.jpg', 'x');
    symlinkSync('.', style.path('circle'));
    const { files, unreadable } = await scan();
    assert.deepEqual(
      files.map((file) => file.path),
      ['a.jpg'],
    );
    assert.equal(unreadable.length, 1);
    assert.equal(unreadable[0]?.path, 'circle');
    assert.equal(unreadable[0].isFolder, true);
    assert.match(unreadable[0].cause, /symbolic link to a folder/);
  });

  it('reports a link that leads to itself', async () => {
    symlinkSync('loop.jpg', style.path('loop.jpg'));
    const { unreadable } = await scan();
    assert.equal(unreadable[0]?.path, 'loop.jpg');
    assert.match(unreadable[0].cause, /ELOOP/);
  });

  it('reports an entry with the name of an image that is no regular file', async function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [style.path('pipe.jpg')]);
    const { files, unreadable } = await scan();
    assert.deepEqual(files, []);
    assert.equal(unreadable[0]?.path, 'pipe.jpg');
  });

  it('reports a file that vanishes between the listing of its folder and the look at it', async () => {
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) style.add(name, 'x');
    const listing = await scan((path) => {
      if (path === 'b.jpg') unlinkSync(style.path(path));
      return true;
    });
    assert.deepEqual(pathsOf(listing), ['a.jpg', 'c.jpg']);
    assert.equal(listing.unreadable[0]?.path, 'b.jpg');
  });

  it('reports a sub-folder that vanishes while its parent is being read', async () => {
    style.add('a.jpg', 'x');
    style.add('b/c.jpg', 'x');
    const { unreadable } = await scan(() => {
      rmSync(style.path('b'), { recursive: true });
      return true;
    });
    assert.deepEqual(
      unreadable.map(({ path, isFolder }) => [path, isFolder]),
      [['b', true]],
    );
  });

  it('reports names that are not valid Unicode instead of mangling them', async function () {
    if (process.platform !== 'linux') this.skip();
    const bad = Buffer.concat([Buffer.from(`${style.root}/caf`), Buffer.from([0xe9]), Buffer.from('.jpg')]);
    writeFileSync(bad, 'x');
    style.add('really \ufffd.jpg', 'x');
    const { files, unreadable } = await scan();
    assert.deepEqual(
      files.map((file) => file.path),
      ['really \ufffd.jpg'],
    );
    assert.equal(unreadable[0]?.path, 'caf\ufffd.jpg');
    assert.match(unreadable[0].cause, /Unicode/);
  });

  it('reports a folder without permission, and lists the rest', async function () {
    if (!isRootOnLinux) this.skip();
    this.timeout(PROCESS_TIMEOUT_MS);
    style.add('a.jpg', 'x');
    style.add('locked/b.jpg', 'x');
    fs.chmodSync(style.parent, 0o755);
    fs.chmodSync(style.path('locked'), 0o700);
    const { files, unreadable } = await asUser<LocalListing>('scan', style.root);
    assert.deepEqual(
      files.map((file) => file.path),
      ['a.jpg'],
    );
    assert.deepEqual(
      unreadable.map(({ path, isFolder, cause }) => [path, isFolder, cause]),
      [['locked', true, 'permission denied (EACCES)']],
    );
  });

  for (const code of ['EIO', 'ESTALE', 'EMFILE']) {
    it(`concludes nothing from a folder whose listing fails with ${code}`, async () => {
      style.add('a.jpg', 'x');
      style.add('10_cat/b.jpg', 'x');
      const store = await style.store();
      failOn('readdirSync', style.path('10_cat'), code);
      await assert.rejects(store.scan(isWanted, neverAborted), coded('incomplete-listing', new RegExp(code)));
    });
  }

  it('concludes nothing when the look at one file fails with EIO', async () => {
    style.add('a.jpg', 'x');
    const store = await style.store();
    failOn('statSync', style.path('a.jpg'), 'EIO');
    await assert.rejects(store.scan(isWanted, neverAborted), coded('incomplete-listing'));
  });

  it('throws missing-folder when the folder is gone', async () => {
    const store = await style.store();
    rmSync(style.root, { recursive: true });
    await assert.rejects(store.scan(isWanted, neverAborted), coded('missing-folder'));
  });

  it('throws missing-folder when the disk of the folder is unmounted', async function () {
    if (!isRootOnLinux) this.skip();
    const disk = new SmallDisk(style.root, 64);
    const store = await style.store();
    disk.unmount();
    await assert.rejects(store.scan(isWanted, neverAborted), coded('missing-folder', /mounted/));
  });

  it('throws cancelled during its work', async () => {
    for (let i = 0; i < 200; i++) style.add(`${String(i)}.jpg`, 'x');
    const controller = new AbortController();
    let asked = 0;
    const wanted = (): boolean => {
      asked++;
      controller.abort();
      return true;
    };
    await assert.rejects((await style.store()).scan(wanted, controller.signal), coded('cancelled'));
    assert.equal(asked, 1);
  });

  it('yields to the event loop, so that a cancel can arrive', async () => {
    for (let i = 0; i < 50; i++) mkdirSync(style.path(String(i)));
    for (let i = 0; i < 200; i++) style.add(`${String(i % 50)}/${String(i)}.jpg`, 'x');
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    const store = await openFolder(style.root);
    const slow = (): boolean => {
      const end = performance.now() + 1;
      while (performance.now() < end);
      return true;
    };
    await assert.rejects(store.scan(slow, controller.signal), coded('cancelled'));
  });

  /** Makes one call of the file system fail as on a broken disk. */
  function failOn(method: 'readdirSync' | 'statSync', path: string, code: string): void {
    const real = fs[method] as (...args: unknown[]) => unknown;
    mock.method(fs, method, (...args: unknown[]) => {
      if (args[0] === path)
        throw Object.assign(new Error(`${code}: as of a failing disk`), { code, errno: -5 });
      return real(...args);
    });
  }
});
