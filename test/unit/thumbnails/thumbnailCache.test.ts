import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ThumbnailCache } from '../../../src/thumbnails/cache/thumbnailCache.js';
import type { MadeThumbnail } from '../../../src/thumbnails/making/makeThumbnail.js';
import { thumbnailKey } from '../../../src/thumbnails/thumbnailKey.js';

const keyOf = (file: string) => thumbnailKey({ file, size: 1, mtimeMs: 2 });
const picture = (bytes: number, fill = 7): MadeThumbnail => ({
  status: 'ready',
  webp: Buffer.alloc(bytes, fill),
  width: 600,
  height: 400,
});

describe('thumbnail cache', () => {
  let folder: string;
  const opened: ThumbnailCache[] = [];
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'thumbnail-cache-')), 'made', 'on', 'open');
  });
  afterEach(() => {
    for (const cache of opened.splice(0)) cache.close();
    rmSync(join(folder, '..', '..', '..'), { recursive: true });
  });

  function open(limits?: { totalBytes: number; segmentBytes: number }): ThumbnailCache {
    const cache = ThumbnailCache.open(folder, limits);
    opened.push(cache);
    return cache;
  }
  const segments = () => readdirSync(folder).map((name) => join(folder, name));
  const bytesOnDisk = () => segments().reduce((sum, file) => sum + statSync(file).size, 0);

  /** Gives the only segment the name of a dead process. */
  function abandon(): string {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const [file] = segments();
    assert.ok(file);
    const abandoned = file.replace(`-${String(process.pid)}-`, `-${String(pid)}-`);
    renameSync(file, abandoned);
    return abandoned;
  }

  it('returns stored thumbnails, at once and after a restart', () => {
    const kept: [string, MadeThumbnail][] = [
      ['/a.jpg', picture(4500)],
      ['/b.jpg', { ...picture(10), status: 'damaged' }],
      ['/c.jpg', { status: 'damaged' }],
      ['/d.tif', { status: 'unsupported', width: 3, height: 4 }],
      ['/e.jxl', { status: 'in-browser', width: 3, height: 4 }],
    ];
    const first = open();
    for (const [file, thumbnail] of kept) first.put(keyOf(file), thumbnail);
    for (const cache of [first, open()]) {
      for (const [file, thumbnail] of kept) assert.deepEqual(cache.get(keyOf(file)), thumbnail);
      assert.equal(cache.get(keyOf('/e.jpg')), undefined);
    }
  });

  it('identifies an image by path, size and modified time', () => {
    const image = { file: '/a.jpg', size: 10, mtimeMs: 1000.25 };
    const others = [{ file: '/b.jpg' }, { size: 11 }, { mtimeMs: 1000.5 }];
    const keys = [image, ...others.map((other) => ({ ...image, ...other }))].map(thumbnailKey);
    assert.equal(new Set(keys).size, 4);
    assert.match(keys[0] ?? '', /^[0-9a-f]{40}$/);
  });

  it('returns the newer of two thumbnails of one image', () => {
    const cache = open();
    cache.put(keyOf('/a.jpg'), picture(10, 1));
    cache.put(keyOf('/a.jpg'), picture(10, 2));
    assert.deepEqual(open().get(keyOf('/a.jpg')), picture(10, 2));
  });

  it('ignores a truncated record, and keeps those before it', () => {
    const cache = open();
    cache.put(keyOf('/a.jpg'), picture(1000));
    cache.put(keyOf('/b.jpg'), picture(1000));
    const [file] = segments();
    assert.ok(file);
    for (const lost of [1, 999, 1000, 1043]) {
      truncateSync(file, 2 * 1044 - lost);
      const restarted = open();
      assert.deepEqual(restarted.get(keyOf('/a.jpg')), picture(1000));
      assert.equal(restarted.get(keyOf('/b.jpg')), undefined);
    }
  });

  it('never returns corrupt bytes', () => {
    open().put(keyOf('/a.jpg'), picture(1000));
    const [file] = segments();
    assert.ok(file);
    const whole = readFileSync(file);
    // Flips a bit in every field, then in the picture: the cache must not return the thumbnail.
    for (const offset of [5, 24, 28, 32, 40, 44, 1043]) {
      const changed = Buffer.from(whole);
      changed.writeUInt8(changed.readUInt8(offset) ^ 1, offset);
      writeFileSync(file, changed);
      assert.equal(open().get(keyOf('/a.jpg')), undefined);
    }
    writeFileSync(file, whole);
    assert.deepEqual(open().get(keyOf('/a.jpg')), picture(1000));
  });

  it('ignores foreign files, and tolerates a segment with foreign content', () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    writeFileSync(join(folder, '00000000-1-00000000.pack'), 'not a record');
    const cache = open({ totalBytes: 0, segmentBytes: 1 });
    cache.put(keyOf('/a.jpg'), picture(10));
    assert.deepEqual(cache.get(keyOf('/a.jpg')), picture(10));
    assert.ok(readdirSync(folder).includes('notes.txt'));
  });

  it('lets two windows write at once, each to its own file', () => {
    const [first, second] = [open(), open()];
    for (let n = 0; n < 50; n++) {
      first.put(keyOf(`/first/${String(n)}`), picture(100 + n));
      second.put(keyOf(`/second/${String(n)}`), picture(200 + n));
    }
    assert.equal(segments().length, 2);
    const restarted = open();
    for (let n = 0; n < 50; n++) {
      assert.deepEqual(restarted.get(keyOf(`/first/${String(n)}`)), picture(100 + n));
      assert.deepEqual(restarted.get(keyOf(`/second/${String(n)}`)), picture(200 + n));
    }
  });

  it('takes over the file of a dead process, without its torn tail', () => {
    open().put(keyOf('/a.jpg'), picture(1000));
    appendFileSync(abandon(), Buffer.alloc(30, 1));
    const second = open();
    second.put(keyOf('/b.jpg'), picture(1000));
    assert.equal(segments().length, 1);
    assert.equal(bytesOnDisk(), 2 * 1044);
    for (const cache of [second, open()]) {
      assert.deepEqual(cache.get(keyOf('/a.jpg')), picture(1000));
      assert.deepEqual(cache.get(keyOf('/b.jpg')), picture(1000));
    }
  });

  it('keeps what the dead process wrote after the cache was opened', () => {
    const first = open();
    first.put(keyOf('/a.jpg'), picture(1000));
    abandon();
    const second = open();
    first.put(keyOf('/late.jpg'), picture(1000));
    second.put(keyOf('/b.jpg'), picture(1000));
    assert.equal(segments().length, 1);
    for (const cache of [second, open()]) {
      for (const file of ['/a.jpg', '/late.jpg', '/b.jpg'])
        assert.deepEqual(cache.get(keyOf(file)), picture(1000));
    }
  });

  it('does not touch the file of a running process or of another machine', () => {
    open().put(keyOf('/a.jpg'), picture(1000));
    const [file] = segments();
    assert.ok(file);
    const elsewhere = join(folder, '00000000-999999999-00000000.pack');
    renameSync(file, elsewhere);
    const second = open();
    second.put(keyOf('/b.jpg'), picture(1000));
    assert.deepEqual(segments().filter((name) => name === elsewhere).length, 1);
    assert.equal(statSync(elsewhere).size, 1044);
  });

  it('starts a new file when one is full, and deletes the oldest ones above the limit', () => {
    const limits = { segmentBytes: 3000, totalBytes: 10_000 };
    const cache = open(limits);
    for (let n = 0; n < 40; n++) cache.put(keyOf(`/${String(n)}.jpg`), picture(956));
    assert.ok(bytesOnDisk() <= limits.totalBytes + limits.segmentBytes + 1000);
    assert.equal(cache.get(keyOf('/0.jpg')), undefined);
    assert.deepEqual(cache.get(keyOf('/39.jpg')), picture(956));
    assert.deepEqual(open(limits).get(keyOf('/39.jpg')), picture(956));
  });

  it('deletes the oldest files when it is opened with a lower limit', () => {
    const first = open();
    first.put(keyOf('/old.jpg'), picture(5000));
    const [old] = segments();
    assert.ok(old);
    utimesSync(old, 1, 1);
    const second = open();
    second.put(keyOf('/new.jpg'), picture(5000));
    const third = open({ totalBytes: 6000, segmentBytes: 64_000 });
    assert.equal(third.get(keyOf('/old.jpg')), undefined);
    assert.deepEqual(third.get(keyOf('/new.jpg')), picture(5000));
    // A window that still has the deleted file open can still read it.
    assert.deepEqual(first.get(keyOf('/old.jpg')), picture(5000));
  });
});
