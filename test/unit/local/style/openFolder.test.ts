import assert from 'node:assert/strict';
import fs, { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mock } from 'node:test';
import { openFolder } from '../../../../src/local/style/folderStore.js';
import { lockFileOf } from '../../../../src/local/store/lockFile.js';
import { makeStoreFolder } from '../../../../src/local/store/storeFolder.js';
import { coded, StyleFolder } from '../styleFolder.js';

describe('opening the folder of a style', () => {
  let style: StyleFolder;
  beforeEach(() => (style = new StyleFolder()));
  afterEach(() => {
    mock.restoreAll();
    style.remove();
  });

  it('returns its absolute path, with its own links resolved', async () => {
    symlinkSync(style.root, join(style.parent, 'link'));
    assert.equal((await openFolder(join(style.parent, 'link'))).root, style.root);
    assert.equal((await openFolder(`${style.root}/../16/`)).root, style.root);
  });

  it('throws missing-folder where there is none, or a file', async () => {
    style.add('a.jpg', 'x');
    await assert.rejects(openFolder(style.path('none')), coded('missing-folder'));
    await assert.rejects(openFolder(style.path('a.jpg')), coded('missing-folder'));
    await assert.rejects(openFolder(style.path('a.jpg'), { create: true }), coded('missing-folder'));
    assert.deepEqual(style.names(), ['a.jpg']);
  });

  it('makes the folder on request, and opens an existing one', async () => {
    const { root } = await openFolder(join(style.parent, '17'), { create: true });
    assert.ok(existsSync(root));
    await openFolder(root, { create: true });
  });

  it('makes its parents too, and removes unused ones again, but nothing that has content', async () => {
    const folder = join(style.parent, 'new', 'styles', '17');
    const inVain = await openFolder(folder, { create: true });
    await inVain.removeIfUnused();
    assert.ok(!existsSync(join(style.parent, 'new')));

    const used = await openFolder(folder, { create: true });
    writeFileSync(join(folder, 'a.jpg'), 'x');
    await used.removeIfUnused();
    assert.ok(existsSync(join(folder, 'a.jpg')));

    mkdirSync(join(style.parent, 'empty'));
    await (await openFolder(join(style.parent, 'empty'), { create: true })).removeIfUnused();
    assert.ok(existsSync(join(style.parent, 'empty')), 'a folder that was there stays');
  });

  describe('removes the store of an unused folder', () => {
    const failedRun = async (): Promise<void> => {
      const made = await openFolder(join(style.parent, 'styles', '17'), { create: true });
      await (await lockFileOf(made.root).acquire('a test')).release();
      await made.removeIfUnused();
    };
    const left = (): string[] => fs.readdirSync(style.parent, { recursive: true, encoding: 'utf8' }).sort();

    it('with the folder of all stores, where it was the only one', async () => {
      await failedRun();
      assert.deepEqual(left(), ['16']);
    });

    it('beside the stores of other styles, which stay hidden from git', async () => {
      mkdirSync(join(style.parent, 'styles', '18'), { recursive: true });
      makeStoreFolder(join(style.parent, 'styles', '18'));
      const before = left();
      await failedRun();
      assert.deepEqual(left(), before);
      assert.ok(before.includes('styles/.s3-training-data/.gitignore'), before.join());
    });

    it('unless it has content', async () => {
      const kept = join(style.parent, 'styles/.s3-training-data/17/manifest-0.json');
      mkdirSync(dirname(kept), { recursive: true });
      writeFileSync(kept, '{}');
      await failedRun();
      assert.ok(existsSync(kept));
    });

    it('and nothing behind a link', async () => {
      const elsewhere = join(style.parent, 'elsewhere');
      mkdirSync(join(elsewhere, '17'), { recursive: true });
      mkdirSync(join(style.parent, 'styles'));
      symlinkSync(elsewhere, join(style.parent, 'styles/.s3-training-data'));
      const made = await openFolder(join(style.parent, 'styles/17'), { create: true });
      await made.removeIfUnused();
      assert.ok(existsSync(join(elsewhere, '17')));
    });
  });

  it('makes nothing behind a broken link', async () => {
    symlinkSync(join(style.parent, 'disk'), join(style.parent, '17'));
    await assert.rejects(openFolder(join(style.parent, '17'), { create: true }), coded('missing-folder'));
    assert.ok(!existsSync(join(style.parent, 'disk')));
  });

  it('refuses a whole disk', async () => {
    await assert.rejects(openFolder('/'), coded('bad-argument'));
  });

  describe('and asking whether it folds case', () => {
    const isFolding = async (): Promise<boolean> => (await style.store()).foldsCase();
    /** Makes the file system find names in any case. */
    const foldCase = (): void => {
      const real = fs.lstatSync as (...args: unknown[]) => unknown;
      mock.method(fs, 'lstatSync', (path: string, ...rest: unknown[]) => {
        const folder = path.slice(0, path.lastIndexOf('/'));
        const name = path.slice(folder.length + 1);
        const names = existsSync(folder) ? fs.readdirSync(folder) : [];
        const found = names.find((other) => other.toLowerCase() === name.toLowerCase()) ?? name;
        return real(`${folder}/${found}`, ...rest);
      });
    };

    for (const content of ['cat.jpg', 'CAT.JPG', '16.9', '10_cat', undefined]) {
      it(`gets both answers in a folder that holds ${content ?? 'nothing'}`, async function () {
        if (process.platform !== 'linux') this.skip();
        if (content !== undefined) style.add(content, 'x');
        assert.equal(await isFolding(), false);
        foldCase();
        assert.equal(await isFolding(), true);
      });
    }

    it('is not misled by two names of one file', async function () {
      if (process.platform !== 'linux') this.skip();
      fs.linkSync(style.add('a.jpg', 'x'), style.path('A.JPG'));
      assert.equal(await isFolding(), false);
    });

    it('writes nothing to find out', async () => {
      mkdirSync(style.path('1'));
      writeFileSync(style.path('2'), '');
      const before = fs.statSync(style.root).mtimeMs;
      await isFolding();
      assert.equal(fs.statSync(style.root).mtimeMs, before);
    });
  });
});
