import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import path from 'node:path';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

/** Keys are untrusted input; the names of users' files are synced exactly. */
describe('names', () => {
  let style: SyncedStyle;
  beforeEach(async () => (style = await SyncedStyle.start()));
  afterEach(() => style.close());

  const ODD_NAMES = [
    'with space.jpg',
    'plus+plus.jpg',
    'percent%20%zz.jpg',
    'hash#1.jpg',
    'question?.jpg',
    'amp&ersand.jpg',
    `quote'"s.jpg`,
    'emoji 🐈‍⬛.jpg',
    'größe.jpg',
    '猫 01.jpg',
    'кот.jpg',
    '<xml>&amp;.jpg',
    'a=b,c;d:e@f$g!h~i*.jpg',
    '[brackets] (round) {curly}.jpg',
    'UPPER.JPG',
    'photo.tar.jpg',
    '10_my style/nested folder/x y.png',
  ];

  it('round-trip exactly, captions with them', async () => {
    const captionOf = (image: string): string => image.replace(/\.[^.]*$/, '.txt');
    style.writeLocal(
      Object.fromEntries(
        ODD_NAMES.flatMap((name) => [
          [name, `image ${name}`],
          [captionOf(name), `caption ${name}`],
        ]),
      ),
    );
    const before = style.local;
    const up = await style.toS3();
    assert.deepEqual([up.uploaded, up.failed, up.refused], [2 * ODD_NAMES.length, 0, 0]);
    assert.deepEqual(Object.keys(style.remote), Object.keys(before));
    fs.rmSync(style.folder, { recursive: true });
    await style.fromS3();
    assert.deepEqual(style.local, before);
    style.deleteLocal(...ODD_NAMES.slice(1).flatMap((name) => [name, captionOf(name)]));
    const deleted = await style.toS3({ syncDeletes: true, force: true });
    assert.equal(deleted.deleted, 2 * (ODD_NAMES.length - 1));
    assert.deepEqual(Object.keys(style.remote), ['with space.jpg', 'with space.txt']);
  });

  const HOSTILE = [
    '../escape.jpg',
    '../../escape.jpg',
    'sub/../../escape.jpg',
    'sub/../inside.jpg',
    './dot.jpg',
    'sub/./dot.jpg',
    '/absolute.jpg',
    '//twice.jpg',
    'sub//empty.jpg',
    'C:/drive.jpg',
    'c:/drive.jpg',
    '\\\\server\\share\\unc.jpg',
    'back\\slash.jpg',
    '..\\escape.jpg',
    'new\nline.jpg',
    'tab\t.jpg',
    'bell\u0007.jpg',
    'delete\u007f.jpg',
    `${'long'.repeat(70)}.jpg`,
  ];

  it('that are hostile leave the folder alone, are reported, and are not deleted', async () => {
    style.writeRemote({ 'good.jpg': 'good' });
    for (const name of HOSTILE) style.writeRemote({ [name]: 'hostile' });
    const parent = path.dirname(style.folder);
    const result = await style.fromS3({ syncDeletes: true });
    assert.deepEqual(style.local, { 'good.jpg': 'good' });
    assert.deepEqual(fs.readdirSync(parent).sort(), ['.s3-training-data', '16']);
    assert.deepEqual(result.refused_files.map(({ file }) => file).sort(), HOSTILE.toSorted());
    const kept = style.server.bucket(BUCKET).keys.length;
    await style.toS3({ syncDeletes: true });
    assert.equal(
      style.server.bucket(BUCKET).keys.length,
      kept,
      'a refused name is absent here, which is no reason to delete its object',
    );
  });

  it('never write through a folder that is a link', async () => {
    const outside = fs.mkdtempSync(path.join(path.dirname(style.folder), 'outside-'));
    fs.symlinkSync(outside, style.pathOf('sub'));
    style.writeLocal({ 'a.jpg': 'a' });
    style.writeRemote({ 'a.jpg': 'a', 'sub/b.jpg': 'b' });
    const result = await style.fromS3();
    assert.deepEqual(fs.readdirSync(outside), []);
    assert.equal(result.failed, 1);
  });

  it('that differ only in their Unicode form are reported, neither transferred nor deleted', async () => {
    const [composed, decomposed] = ['é.jpg'.normalize('NFC'), 'é.jpg'.normalize('NFD')];
    style.writeLocal({ [composed]: 'local', 'a.jpg': 'a' });
    style.writeRemote({ [decomposed]: 'remote' });
    const up = await style.toS3({ syncDeletes: true });
    assert.deepEqual(up.refused_files.map(({ file }) => file).sort(), [composed, decomposed].sort());
    assert.deepEqual(Object.keys(style.remote).sort(), ['a.jpg', decomposed].sort());
    await style.fromS3({ syncDeletes: true });
    assert.deepEqual(Object.keys(style.local).sort(), ['a.jpg', composed].sort());
  });
});
