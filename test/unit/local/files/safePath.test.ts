import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { safePath } from '../../../../src/local/files/safePath.js';
import { bodyOf, coded, hashesOf, neverAborted, StyleFolder } from '../styleFolder.js';

const HOSTILE = [
  '',
  '.',
  '..',
  '../a.jpg',
  'a/../../a.jpg',
  'a/..',
  './a.jpg',
  '/etc/a.jpg',
  '//server/share/a.jpg',
  'a//b.jpg',
  'a/',
  'C:/a.jpg',
  'C:',
  '..\\a.jpg',
  'a\\..\\b.jpg',
  'a\0.jpg',
  'a\u0001.jpg',
  'a\n.jpg',
  'a\u007f.jpg',
  '\ud800.jpg',
  '.git/a.jpg',
  'a/.hidden.jpg',
  `${'a'.repeat(256)}.jpg`,
];

describe('a path below the folder of a style', () => {
  let style: StyleFolder;
  beforeEach(() => (style = new StyleFolder()));
  afterEach(() => style.remove());

  for (const path of ['a.jpg', '10_cat/a b.jpg', '10_cat/😀 #1 + 50%?&\'".jpg', 'a...b/c.jpg']) {
    it(`may be ${JSON.stringify(path)}`, () => {
      assert.equal(safePath(style.root, path), join(style.root, path));
    });
  }

  for (const path of HOSTILE) {
    it(`may not be ${JSON.stringify(path).slice(0, 40)}, whatever the operation`, async () => {
      const store = await style.store();
      const file = { path, size: 0, mtimeMs: 0, ino: 0 };
      const expected = { ...hashesOf(''), file };
      const parts = store.readParts(path, expected, 5, neverAborted)[Symbol.asyncIterator]();
      for (const attempt of [
        () => store.stat(path),
        () => store.hash(path, neverAborted),
        () => store.read(path, neverAborted),
        () => parts.next(),
        () => store.write(path, bodyOf('x'), undefined, () => undefined, neverAborted),
        () => store.delete(path, expected, neverAborted),
      ]) {
        await assert.rejects(attempt(), coded('unsafe-name'));
      }
      assert.deepEqual(style.names(), []);
      assert.deepEqual(readdirSync(style.parent), ['16']);
      assert.ok(!existsSync('/etc/a.jpg'));
    });
  }
});
