import assert from 'node:assert/strict';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, join } from 'node:path';
import { mock } from 'node:test';
import { lockFileOf } from '../../../../src/local/store/lockFile.js';
import { makeStoreFolder, storeElsewhereOf } from '../../../../src/local/store/storeFolder.js';
import { storeBeside, storeElsewhere, storeFolderOf } from '../../../../src/local/store/storePlace.js';
import { StyleFolder } from '../styleFolder.js';

describe('the place of a store', () => {
  let style: StyleFolder;
  let home: string | undefined;

  beforeEach(() => {
    style = new StyleFolder();
    home = process.env['S3_TRAINING_DATA_HOME'];
    process.env['S3_TRAINING_DATA_HOME'] = join(style.parent, 'home');
  });

  afterEach(() => {
    if (home === undefined) delete process.env['S3_TRAINING_DATA_HOME'];
    else process.env['S3_TRAINING_DATA_HOME'] = home;
    style.remove();
  });

  const make = (folder: string): unknown => fs.mkdirSync(folder, { recursive: true });

  it('is beside the style', () => {
    assert.equal(storeFolderOf(style.root), storeBeside(style.root));
    assert.equal(storeElsewhereOf(style.root), undefined);
  });

  it('is where a history is, until there is a store beside the style', () => {
    make(storeElsewhere(style.root));
    assert.equal(storeFolderOf(style.root), storeElsewhere(style.root));
    assert.match(storeElsewhereOf(style.root)?.why ?? '', /could not be written before$/);
    make(storeBeside(style.root));
    assert.equal(storeFolderOf(style.root), storeBeside(style.root));
  });

  it('stays the same while the lock is held, whatever appears meanwhile', async () => {
    make(storeElsewhere(style.root));
    const lock = await lockFileOf(style.root).acquire('a test');
    make(storeBeside(style.root));
    assert.equal(storeFolderOf(style.root), storeElsewhere(style.root));
    await assert.rejects(lockFileOf(style.root).acquire('another'), { code: 'locked' });
    await lock.release();
    const next = await lockFileOf(style.root).acquire('the next');
    await lock.release();
    make(storeElsewhere(style.root));
    assert.equal(storeFolderOf(style.root), storeBeside(style.root));
    assert.ok(fs.readdirSync(storeBeside(style.root)).includes('lock.json'));
    await next.release();
  });

  it('is elsewhere where the system refuses to create it only when tried, and stays there', () => {
    const make = fs.mkdirSync;
    const denied = Object.assign(new Error('denied'), { errno: -1, code: 'EPERM' });
    const mocked = mock.method(fs, 'mkdirSync', (...args: Parameters<typeof make>) => {
      if (String(args[0]).startsWith(join(style.parent, '.s3'))) throw denied;
      return make(...args);
    });
    syncBuiltinESMExports();
    try {
      assert.equal(makeStoreFolder(style.root), storeElsewhere(style.root));
    } finally {
      mocked.mock.restore();
      syncBuiltinESMExports();
    }
    assert.equal(storeFolderOf(style.root), storeElsewhere(style.root));
  });

  it('elsewhere has a recognisable name for each folder, and no name is too long', () => {
    const [one, other] = [storeElsewhere('/a/16'), storeElsewhere('/b/16')];
    assert.match(basename(one), /^16-[0-9a-f]{16}$/);
    assert.notEqual(one, other);
    assert.ok(Buffer.byteLength(basename(storeElsewhere(`/${'\u{1F600}'.repeat(60)}`))) <= 255);
  });
});
