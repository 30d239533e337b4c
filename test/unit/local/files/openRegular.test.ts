import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { openRegular } from '../../../../src/local/files/openRegular.js';
import type { OpeningRule } from '../../../../src/local/files/openingRule.js';
import { lockFileOf } from '../../../../src/local/store/lockFile.js';
import { newestManifestOf } from '../../../../src/local/store/storedManifests.js';
import { MAX_BYTES, readText, readTextSync } from '../../../../src/local/files/readText.js';
import { serverFactsOf } from '../../../../src/local/store/serverFacts.js';
import { storeFolderOf } from '../../../../src/local/store/storePlace.js';
import { coded, StyleFolder } from '../styleFolder.js';

describe('a file of a style or its store', () => {
  let style: StyleFolder;
  beforeEach(function () {
    if (process.platform === 'win32') this.skip();
    style = new StyleFolder();
  });
  afterEach(() => style.remove());

  const contentOf = (name: string, rule?: OpeningRule): string => {
    const { fd } = openRegular(style.path(name), name, rule);
    try {
      return readFileSync(fd, 'utf8');
    } finally {
      closeSync(fd);
    }
  };
  const within = (): OpeningRule => ({ links: { within: style.root } });

  it('is refused without blocking where it is a named pipe, a socket, a device or a folder', async () => {
    execFileSync('mkfifo', [style.path('pipe')]);
    mkdirSync(style.path('folder'));
    const server = createServer().listen(style.path('socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      assert.throws(() => contentOf('pipe'), coded('unreadable-file', /it is a named pipe/));
      assert.throws(() => contentOf('pipe', within()), coded('unreadable-file', /it is a named pipe/));
      for (const rule of [undefined, within()])
        assert.throws(() => contentOf('socket', rule), coded('unreadable-file', /it is a socket/));
      for (const rule of [undefined, within()])
        assert.throws(() => contentOf('folder', rule), coded('unreadable-file', /it is a folder/));
      const device = (): unknown => openRegular('/dev/zero', 'zero', { links: 'anywhere' });
      assert.throws(device, coded('unreadable-file', /it is a device/));
    } finally {
      server.close();
    }
  });

  it('is not opened through a link, unless the user named the link himself', () => {
    style.add('a.txt', 'a');
    symlinkSync('a.txt', style.path('link'));
    assert.throws(() => contentOf('link'), coded('unreadable-file', /symbolic link/));
    assert.equal(contentOf('link', { links: 'anywhere' }), 'a');
    assert.throws(() => contentOf('none', { links: 'anywhere' }), coded('missing-file'));
  });

  it('is opened through a link that stays within the folder, and not through one that leaves it', () => {
    style.add('sub/a.txt', 'a');
    writeFileSync(join(style.parent, 'secret'), 'secret');
    symlinkSync('sub/a.txt', style.path('inside'));
    symlinkSync('../secret', style.path('outside'));
    symlinkSync('outside', style.path('onward'));
    symlinkSync('/dev/zero', style.path('device'));
    assert.equal(contentOf('inside', within()), 'a');
    for (const name of ['outside', 'onward', 'device']) {
      assert.throws(() => contentOf(name, within()), coded('unreadable-file', /link to elsewhere/));
    }
  });

  it('is not opened where a folder of its path has become a link to elsewhere', () => {
    style.add('sub/a.txt', 'a');
    mkdirSync(join(style.parent, 'private'));
    writeFileSync(join(style.parent, 'private', 'a.txt'), 'secret');
    renameSync(style.path('sub'), style.path('was'));
    symlinkSync('../private', style.path('sub'));
    assert.throws(() => contentOf('sub/a.txt', within()), coded('unreadable-file', /link to elsewhere/));
    assert.equal(contentOf('was/a.txt', within()), 'a');
    assert.throws(() => contentOf('sub/none.txt', within()), coded('missing-file'));
  });

  it('is read up to its size limit, and refused above it before anything is read', async () => {
    const file = style.add('a.json', 'four');
    assert.equal((await readText(file, 4))?.text, 'four');
    assert.equal(readTextSync(file, 4), 'four');
    await assert.rejects(readText(file, 3), coded('unreadable-file', /4 bytes/));
    assert.throws(() => readTextSync(file, 3), coded('unreadable-file', /4 bytes/));
    // Sparse: it takes no space on disk, but would fill the memory.
    truncateSync(file, 2 ** 40);
    await assert.rejects(readText(file, MAX_BYTES.text), coded('unreadable-file'));
    assert.equal(await readText(style.path('none'), 4), undefined);
  });

  it('is refused in the store where a repository put something else in its place', async () => {
    const store = storeFolderOf(style.root);
    mkdirSync(store, { recursive: true });
    for (const name of ['lock.json', '../servers.json', 'manifest-1.json']) {
      symlinkSync('/dev/zero', join(store, name));
    }
    execFileSync('mkfifo', [join(store, 'manifest-2.json')]);
    await assert.rejects(lockFileOf(style.root).acquire('test'), coded('unreadable-file', /symbolic link/));
    await assert.rejects(serverFactsOf(style.root).load(), coded('unreadable-file', /symbolic link/));
    assert.equal(await newestManifestOf(style.root, () => true), undefined);
  });
});
