import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { manifestFileOf } from '../../../../src/local/store/manifestFile.js';
import { storeFolderOf } from '../../../../src/local/store/storePlace.js';
import { SyncError } from '../../../../src/core/errors.js';
import type { Location } from '../../../../src/core/location.js';
import type { Manifest, ManifestEntry } from '../../../../src/core/ports/manifest.js';
import { SmallDisk } from '../smallDisk.js';
import { coded, hashesOf, isRootOnLinux, StyleFolder } from '../styleFolder.js';

describe('the manifest of a style', () => {
  let style: StyleFolder;
  beforeEach(() => (style = new StyleFolder()));
  afterEach(() => style.remove());

  const location: Location = { endpoint: '', bucket: 'training', prefix: 'styles/', styleId: '16' };
  const entryOf = (content: string): ManifestEntry => ({
    ...{ sha256: hashesOf(content).sha256, size: content.length },
    ...{ mtimeMs: 1732280000123.4567, ino: 2 ** 52 + 1, etag: `"${hashesOf(content).md5}"` },
  });
  const manifestOf = (paths: readonly string[], at = location): Manifest => ({
    version: 1,
    folder: style.root,
    location: at,
    entries: new Map(paths.map((path) => [path, entryOf(path)])),
  });
  const store = (at = location): ReturnType<typeof manifestFileOf> => manifestFileOf(style.root, at);
  const storeNames = (): string[] => readdirSync(storeFolderOf(style.root));
  const pathOfOnlyManifest = (): string => {
    const names = storeNames();
    assert.equal(names.length, 1);
    return join(storeFolderOf(style.root), names[0] ?? '');
  };

  const NAMES = [
    'a.jpg',
    `it's "quoted" \\ and 50% #1 + more?.jpg`,
    'line\nbreak\ttab.jpg',
    '10_猫/😀 e\u0301 é.jpg',
    '__proto__',
    'constructor.txt',
    '\ud800 lone.jpg',
    '\u2028.jpg',
  ];

  for (const paths of [[], NAMES]) {
    it(`of ${String(paths.length)} names is read back as it was saved`, async () => {
      const manifest = manifestOf(paths);
      await store().save(manifest);
      assert.deepEqual((await store().load())?.manifest, manifest);
    });
  }

  it('does not exist before the first sync, and loading it creates nothing', async () => {
    assert.equal(await store().load(), undefined);
    assert.deepEqual(readdirSync(style.parent), ['16']);
  });

  it('is stored beside the style, hidden from git', async () => {
    await store().save(manifestOf(NAMES));
    assert.deepEqual(style.names(), []);
    assert.equal(dirname(pathOfOnlyManifest()), join(style.parent, '.s3-training-data', '16'));
    assert.equal(readFileSync(join(style.parent, '.s3-training-data', '.gitignore'), 'utf8'), '*\n');
  });

  it('is loaded with the time of its own file, by the clock of the disk', async () => {
    await store().save(manifestOf(NAMES));
    assert.equal((await store().load())?.writtenAtMs, statSync(pathOfOnlyManifest()).mtimeMs);
  });

  it('differs for each part of the location', async () => {
    const others = [
      location,
      { ...location, bucket: 'other' },
      { ...location, prefix: '' },
      { ...location, endpoint: 'http://127.0.0.1:9000' },
      { ...location, styleId: '1' },
    ];
    for (const [index, at] of others.entries()) await store(at).save(manifestOf([String(index)], at));
    for (const [index, at] of others.entries()) {
      assert.deepEqual([...((await store(at).load())?.manifest.entries.keys() ?? [])], [String(index)]);
    }
  });

  it('says nothing about a copy of the folder, or another location', async () => {
    await store().save(manifestOf(NAMES));
    const copy = join(style.parent, 'copy', '16');
    mkdirSync(copy, { recursive: true });
    renameSync(join(style.parent, '.s3-training-data'), join(style.parent, 'copy', '.s3-training-data'));
    assert.equal(await manifestFileOf(copy, location).load(), undefined);

    const foreign = { ...location, bucket: 'other' };
    await store(foreign).save(manifestOf(NAMES, foreign));
    const path = pathOfOnlyManifest();
    await store().save(manifestOf([]));
    renameSync(path, join(dirname(path), storeNames().find((name) => !path.endsWith(name)) ?? ''));
    assert.equal(await store().load(), undefined);
  });

  it('cut short at any length is refused with its path and what to do', async () => {
    await store().save(manifestOf(NAMES.slice(0, 3)));
    const path = pathOfOnlyManifest();
    for (let length = statSync(path).size - 3; length >= 0; length -= 7) {
      truncateSync(path, length);
      await assert.rejects(
        store().load(),
        (error) =>
          coded('manifest-unreadable', /it is damaged/)(error) &&
          error instanceof SyncError &&
          error.data.file === path,
      );
    }
  });

  it('is reported as a link or a folder, not as damaged, where one stands in its place', async () => {
    await store().save(manifestOf(NAMES.slice(0, 3)));
    const path = pathOfOnlyManifest();
    renameSync(path, `${path}2`);
    symlinkSync(`${path}2`, path);
    await assert.rejects(store().load(), coded('manifest-unreadable', /^it is a symbolic link$/));
    rmSync(path);
    mkdirSync(path);
    await assert.rejects(store().load(), coded('manifest-unreadable', /^it is a folder$/));
  });

  const DAMAGE: [string, (text: string) => string][] = [
    ['of a later version', (text) => text.replace('"version":1', '"version":2')],
    ['with an entry that lacks a field', (text) => text.replace('"etag":', '"tag":')],
    ['with a size that is no number', (text) => text.replace(/"size":\d+/, '"size":"5"')],
    ['with an entry that is no object', (text) => text.replace('"entries":[', '"entries":[null,')],
    ['that names a path twice', (text) => text.replace(/\n({.*}),\n/, '\n$1,\n$1,\n')],
    ['without a folder', (text) => text.replace('"folder":', '"holder":')],
    ['that is a number', () => '7'],
  ];
  for (const [what, damage] of DAMAGE) {
    it(`${what} is refused as a whole: no entry is dropped silently`, async () => {
      await store().save(manifestOf(NAMES));
      const path = pathOfOnlyManifest();
      const damaged = damage(readFileSync(path, 'utf8'));
      assert.notEqual(damaged, readFileSync(path, 'utf8'));
      writeFileSync(path, damaged);
      await assert.rejects(store().load(), coded('manifest-unreadable'));
    });
  }

  it('that is a folder is refused', async () => {
    await store().save(manifestOf([]));
    const path = pathOfOnlyManifest();
    renameSync(path, `${path}.old`);
    mkdirSync(path);
    await assert.rejects(store().load(), coded('manifest-unreadable', /it is a folder/));
  });

  it('is replaced whole, whatever a crashed save left', async () => {
    await store().save(manifestOf(['a.jpg']));
    const path = pathOfOnlyManifest();
    writeFileSync(`${path}.tmp`, '{"version":');
    assert.deepEqual((await store().load())?.manifest, manifestOf(['a.jpg']));
    await store().save(manifestOf(['b.jpg']));
    assert.deepEqual((await store().load())?.manifest, manifestOf(['b.jpg']));
    assert.equal(pathOfOnlyManifest(), path);
  });

  it('is not written through links', async () => {
    const outside = join(style.parent, 'outside');
    writeFileSync(outside, 'secret');
    await store().save(manifestOf(['a.jpg']));
    symlinkSync(outside, `${pathOfOnlyManifest()}.tmp`);
    await store().save(manifestOf(['b.jpg']));
    assert.equal(readFileSync(outside, 'utf8'), 'secret');
    assert.ok(!existsSync(`${pathOfOnlyManifest()}.tmp`));
  });

  it('throws disk-full and keeps the old one', async function () {
    if (!isRootOnLinux) this.skip();
    const mountPoint = join(style.parent, '.s3-training-data');
    mkdirSync(mountPoint);
    const disk = new SmallDisk(mountPoint, 64);
    try {
      await store().save(manifestOf(['a.jpg']));
      const many = Array.from({ length: 3000 }, (_, index) => `${String(index)}.jpg`);
      await assert.rejects(store().save(manifestOf(many)), coded('disk-full'));
      assert.deepEqual((await store().load())?.manifest, manifestOf(['a.jpg']));
      assert.equal(storeNames().length, 1);
    } finally {
      disk.unmount();
    }
  });

  it('of 200,000 files is saved without blocking the event loop', async function () {
    this.timeout(60_000);
    const entry = entryOf('x');
    const paths = Array.from({ length: 200_000 }, (_, index) => `10_cat/image ${String(index)}.jpg`);
    const manifest = { ...manifestOf([]), entries: new Map(paths.map((path) => [path, entry])) };
    let turns = 0;
    const counting = setInterval(() => turns++, 1);
    await store().save(manifest);
    clearInterval(counting);
    assert.ok(turns > 20, `${String(turns)} turns`);
    assert.equal((await store().load())?.manifest.entries.size, paths.length);
  });
});
