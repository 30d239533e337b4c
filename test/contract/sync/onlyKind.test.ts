import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mayBeCaption } from '../../../src/dataset/pairing.js';
import { summarySentence } from '../../../src/operations/texts/syncTexts.js';
import { plainText } from '../../../src/operations/texts/translate.js';
import { SyncedStyle } from '../../support/syncedStyle.js';

/** A sync of captions only, or of images only (docs/sync-contract.md §12). */
describe('a sync of one kind', () => {
  let style: SyncedStyle;
  beforeEach(async () => (style = await SyncedStyle.start()));
  afterEach(() => style.close());

  const PAIRS = {
    'a.jpg': 'image a',
    'a.txt': 'caption a',
    'b.png': 'image b',
    'sub/c.jpg': 'c',
    'sub/c.txt': 'c',
  };
  const captions = { only: 'captions' } as const;
  const images = { only: 'images' } as const;
  const namesOf = (files: object): string[] => Object.keys(files);

  it('to S3, captions: uploads no image, and says how many are left out', async () => {
    style.writeLocal(PAIRS);
    const result = await style.toS3(captions);
    assert.deepEqual(namesOf(style.remote), ['a.txt', 'sub/c.txt']);
    assert.deepEqual([result.uploaded, result.failed, result.only], [2, 0, 'captions']);
    assert.deepEqual([...(result.left_out_files ?? [])].sort(), ['a.jpg', 'b.png', 'sub/c.jpg']);
    assert.equal(
      summarySentence(result, plainText),
      'Synced 16 to S3: 2 captions uploaded. 3 images left out (captions only).',
    );
  });

  it('to S3, images: uploads no caption, and the next sync of both uploads exactly those', async () => {
    style.writeLocal(PAIRS);
    const result = await style.toS3(images);
    assert.deepEqual(namesOf(style.remote), ['a.jpg', 'b.png', 'sub/c.jpg']);
    assert.deepEqual([result.left_out, result.captions_without_image], [2, 0]);
    assert.match(summarySentence(result, plainText), /2 captions left out \(images only\)/);
    const both = await style.toS3();
    assert.deepEqual([...both.uploaded_files].sort(), ['a.txt', 'sub/c.txt']);
    assert.equal('left_out' in both, false);
    assert.deepEqual(style.remote, style.local);
  });

  it('from S3, captions: into a folder without images, which come with the next sync', async () => {
    style.writeRemote(PAIRS);
    const result = await style.fromS3(captions);
    assert.deepEqual(style.local, { 'a.txt': 'caption a', 'sub/c.txt': 'c' });
    assert.equal(result.left_out, 3);
    await style.fromS3();
    assert.deepEqual(style.local, PAIRS);
  });

  it('keeps the manifest true: an image that was left out is still known to be changed', async () => {
    style.writeLocal(PAIRS);
    await style.toS3();
    style.writeLocal({ 'a.jpg': 'another image', 'a.txt': 'another caption' });
    const first = await style.toS3(captions);
    assert.deepEqual([first.uploaded_files, first.left_out_files], [['a.txt'], ['a.jpg']]);
    style.writeRemote({ 'sub/c.jpg': 'changed in S3' });
    const second = await style.toS3();
    assert.deepEqual([second.uploaded_files, second.kept_files], [['a.jpg'], ['sub/c.jpg']]);
  });

  it('says that the one kind is up to date, and not that the style is', async () => {
    style.writeLocal(PAIRS);
    await style.toS3();
    assert.equal(summarySentence(await style.toS3(captions), plainText), '16: the captions are up to date.');
    style.writeLocal({ 'a.jpg': 'another image' });
    assert.equal(
      summarySentence(await style.toS3(captions), plainText),
      '16: the captions are up to date. 1 image left out (captions only).',
    );
  });

  it('reads no image, neither here nor in S3, also where both sides have it and no sync was before', async () => {
    const image = 'x'.repeat(1000);
    style.writeLocal({ 'a.jpg': image, 'a.txt': 'here' });
    style.writeRemote({ 'a.jpg': image.replace('x', 'y'), 'a.txt': 'here' });
    style.server.requests.clear();
    const result = await style.toS3(captions);
    assert.deepEqual([result.skipped, result.left_out], [1, 0]);
    const asked = style.server.requests.all.map(({ key }) => key).filter((key) => key.endsWith('.jpg'));
    assert.deepEqual(asked, []);
    const manifest = manifestsOf(style);
    assert.ok(
      manifest.includes('a.txt') && !manifest.includes('a.jpg'),
      'the image is not remembered as synced',
    );
  });

  describe('with Sync Deletes', () => {
    const deletes = { syncDeletes: true, force: true };

    for (const only of ['captions', 'images'] as const) {
      for (const to of ['to-s3', 'from-s3'] as const) {
        it(`${to}, ${only}: deletes only that kind`, async () => {
          style.writeLocal({ ...PAIRS, 'keep.jpg': 'k' });
          await style.toS3();
          if (to === 'to-s3') style.deleteLocal('a.jpg', 'a.txt');
          else style.deleteRemote('a.jpg', 'a.txt');
          const sync = to === 'to-s3' ? style.toS3({ ...deletes, only }) : style.fromS3({ ...deletes, only });
          const result = await sync;
          const [gone, stays] = only === 'captions' ? ['a.txt', 'a.jpg'] : ['a.jpg', 'a.txt'];
          assert.deepEqual([result.deleted_files, result.left_out_files], [[gone], [stays]]);
          const target = to === 'to-s3' ? style.remote : style.local;
          assert.ok(!(gone in target) && stays in target);
          const both = to === 'to-s3' ? style.toS3(deletes) : style.fromS3(deletes);
          assert.deepEqual((await both).deleted_files, [stays], 'the other half is still known');
        });
      }
    }

    it('spares the caption of an image that is in conflict', async () => {
      style.writeLocal({ ...PAIRS, 'keep.jpg': 'k' });
      await style.toS3();
      style.deleteLocal('a.jpg', 'a.txt');
      style.writeRemote({ 'a.jpg': 'changed in S3 since' });
      const result = await style.toS3({ ...deletes, ...captions });
      assert.deepEqual([result.deleted, result.kept_files, result.conflicts], [0, ['a.txt'], 0]);
      assert.equal(style.remote['a.txt'], 'caption a');
    });

    it('takes a fifth of the captions for a mass change, not of all files', async () => {
      const many: Record<string, string> = {};
      for (let at = 0; at < 60; at++) {
        many[`${String(at)}.jpg`] = `image ${String(at)}`;
        many[`${String(at)}.txt`] = `caption ${String(at)}`;
      }
      style.writeLocal(many);
      await style.toS3();
      style.deleteLocal(...Array.from({ length: 15 }, (_, at) => `${String(at)}.txt`));
      const { guards } = await style.toS3({ syncDeletes: true, dryRun: true, ...captions });
      assert.deepEqual(guards, ['mass-change']);
      assert.deepEqual((await style.toS3({ syncDeletes: true, dryRun: true })).guards, []);
    });
  });

  it('plans rows of its kind only', async () => {
    style.writeLocal(PAIRS);
    const { plan = [], left_out } = await style.toS3({ ...captions, dryRun: true });
    assert.ok(plan.length === 2 && plan.every(({ file }) => mayBeCaption(file)));
    assert.equal(left_out, 3);
    const approved = plan.slice(0, 1).map(({ action, file, seen }) => ({ action, file, seen }));
    const result = await style.toS3({ ...captions, approved });
    assert.deepEqual(namesOf(style.remote), [approved[0]?.file]);
    assert.equal(result.uploaded, 1);
  });
});

/** All manifests of a style, as text. */
function manifestsOf({ folder }: SyncedStyle): string {
  const store = join(folder, '..', '.s3-training-data', '16');
  const names = readdirSync(store, { recursive: true })
    .map(String)
    .filter((name) => /manifest/.test(name));
  return names.map((name) => readFileSync(join(store, name), 'utf8')).join('\n');
}
