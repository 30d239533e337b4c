import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import type { SyncResult } from '../../../src/operations/protocol/results.js';
import { SyncError } from '../../../src/core/errors.js';
import { fault } from '../../support/s3-server/faults.js';
import { startS3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

/** The seven rules of deletes, and the disasters that they prevent. */
describe('deletes', () => {
  let style: SyncedStyle;
  beforeEach(async () => (style = await SyncedStyle.start()));
  afterEach(() => style.close());

  const deletesSent = (): number => style.server.requests.count('DeleteObject', 'DeleteObjects');
  const on = { syncDeletes: true };
  const refusedWith = (code: string) => (error: unknown) => error instanceof SyncError && error.code === code;

  describe('rule 1: off means off', () => {
    it('sends no DELETE and unlinks nothing, whatever is missing', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a', 'b.jpg': 'b' });
      await style.toS3();
      style.deleteLocal('a.jpg', 'a.txt');
      await style.toS3();
      style.writeRemote({ 'only-there.jpg': 'x' });
      style.deleteRemote('b.jpg');
      await style.fromS3();
      assert.equal(deletesSent(), 0);
      assert.deepEqual(Object.keys(style.local), ['a.jpg', 'a.txt', 'b.jpg', 'only-there.jpg']);
    });
  });

  describe('rule 2: images and captions of this style, and nothing else', () => {
    const OTHERS = {
      'README.txt': 'not a caption',
      'requirements.txt': 'nor this',
      'a.npz': 'a latent cache',
      'a_te.safetensors': 'a text encoder cache',
      'metadata.jsonl': '{}',
      'notes/prompts.txt': 'prompts',
      '_latent_cache/a.npz': 'x',
      '.thumbs/a.jpg': 'hidden',
      '._a.jpg': 'AppleDouble',
      'a.caption': 'another extension',
    };

    it('leaves other files in S3, the next style and folder markers', async () => {
      style.writeLocal({ 'keep.jpg': 'k', 'a.jpg': 'a', 'a.txt': 'a' });
      await style.toS3();
      style.writeRemote({ ...OTHERS, 'sub/': '', '': '' });
      const bucket = style.server.bucket(BUCKET);
      bucket.put('styles/160/b.jpg', 'the next style');
      bucket.put('styles/16.jpg', 'beside the style');
      style.deleteLocal('a.jpg', 'a.txt');
      const before = bucket.keys;
      const result = await style.toS3(on);
      assert.deepEqual([...result.deleted_files].sort(), ['a.jpg', 'a.txt']);
      const after = bucket.keys.filter((key) => !key.startsWith('styles/.s3-training-data/trash/16/'));
      assert.deepEqual(
        after,
        before.filter((key) => !/^styles\/16\/a\.(jpg|txt)$/.test(key)),
      );
    });

    it('leaves other files in the folder', async () => {
      style.writeLocal({ ...OTHERS, 'a.jpg': 'a', 'a.txt': 'a' });
      style.writeRemote({ 'keep.jpg': 'k' });
      const result = await style.fromS3(on);
      assert.deepEqual([...result.deleted_files].sort(), ['a.jpg', 'a.txt']);
      assert.deepEqual(Object.keys(style.local).sort(), [...Object.keys(OTHERS), 'keep.jpg'].sort());
    });

    it('keep a shared caption until the last of its two images is gone', async () => {
      style.writeLocal({ 'a.jpg': 'j', 'a.png': 'p', 'a.txt': 'shared', 'b.jpg': 'b' });
      await style.toS3();
      style.deleteLocal('a.jpg');
      assert.deepEqual((await style.toS3(on)).deleted_files, ['a.jpg']);
      assert.deepEqual(Object.keys(style.remote), ['a.png', 'a.txt', 'b.jpg']);
      style.deleteLocal('a.png', 'a.txt');
      await style.toS3(on);
      assert.deepEqual(Object.keys(style.remote), ['b.jpg']);
    });

    it('remove the caption of a selected image in the target where it is gone from the source', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a', 'b.jpg': 'b', 'b.txt': 'b' });
      await style.toS3();
      style.deleteLocal('a.txt');
      const result = await style.toS3({ ...on, images: ['a.jpg'] });
      assert.deepEqual(result.deleted_files, ['a.txt']);
      assert.deepEqual(Object.keys(style.remote), ['a.jpg', 'b.jpg', 'b.txt'], 'the unselected pair stays');
    });
  });

  describe('rule 3: a listing that failed changes nothing', () => {
    for (const startAfter of ['honoured', 'ignored', 'refused'] as const) {
      it(`keeps what is unchanged, where a listing begins at ${startAfter}`, async () => {
        const personality = { pageSize: 10, startAfter };
        const paged = new SyncedStyle(await startS3Server({ buckets: [BUCKET], personality }));
        try {
          paged.writeLocal(
            Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${String(i)}.jpg`, 'x'])),
          );
          await paged.toS3();
          paged.deleteRemote('50.jpg');
          assert.deepEqual((await paged.fromS3(on)).deleted_files, ['50.jpg']);
          paged.deleteLocal('7.jpg');
          assert.deepEqual((await paged.toS3(on)).deleted_files, ['7.jpg']);
        } finally {
          await paged.close();
        }
      });
    }

    const failures = {
      'an error on the second page': {
        operation: 'ListObjectsV2',
        after: 1,
        then: fault.error(500, 'InternalError'),
      },
      'XML cut in its middle': { operation: 'ListObjectsV2', then: fault.truncatedXml },
      'a page without its token': { operation: 'ListObjectsV2', then: fault.noToken },
      'a count that is not the page': { operation: 'ListObjectsV2', then: fault.wrongKeyCount },
      'access denied': { operation: 'ListObjectsV2', then: fault.error(403, 'AccessDenied') },
    } as const;
    for (const [name, rule] of Object.entries(failures)) {
      it(`${name}: no transfer, no deletion, in either direction`, async () => {
        const images = Object.fromEntries(Array.from({ length: 1100 }, (_, i) => [`${String(i)}.jpg`, 'x']));
        style.writeRemote(images);
        style.writeLocal({ 'new.jpg': 'new' });
        style.server.faults.add(rule);
        await assert.rejects(style.fromS3(on), SyncError);
        await assert.rejects(style.toS3(on), SyncError);
        assert.deepEqual(style.local, { 'new.jpg': 'new' });
        assert.equal(style.server.requests.count('PutObject', 'DeleteObject', 'DeleteObjects'), 0);
      }).timeout(60_000);
    }

    it('an unreadable image is not an absent one: its object is kept, and it is named', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a', 'b.jpg': 'b' });
      await style.toS3();
      style.deleteLocal('a.jpg');
      fs.symlinkSync('/nowhere/at/all', style.pathOf('a.jpg'));
      const result = await style.toS3(on);
      assert.deepEqual(
        result.failed_files.map(({ file, code }) => [file, code]),
        [['a.jpg', 'unreadable-file']],
      );
      assert.equal(result.deleted, 0);
      assert.deepEqual(Object.keys(style.remote), ['a.jpg', 'a.txt', 'b.jpg']);
    });

    it('an unreadable sub-folder keeps everything that S3 has of it', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'sub/b.jpg': 'b', 'sub/b.txt': 'b' });
      await style.toS3();
      fs.renameSync(style.pathOf('sub'), `${style.folder}-elsewhere`);
      fs.symlinkSync(`${style.folder}-elsewhere`, style.pathOf('sub'));
      const result = await style.toS3(on);
      assert.equal(result.failed_files[0]?.file, 'sub');
      assert.deepEqual(Object.keys(style.remote), ['a.jpg', 'sub/b.jpg', 'sub/b.txt']);
    });
  });

  describe('rule 4: an empty source never deletes', () => {
    it('an emptied folder, or an unmounted disk under it, does not empty S3', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a' });
      await style.toS3();
      style.deleteLocal('a.jpg', 'a.txt');
      await assert.rejects(style.toS3(on), refusedWith('empty-source'));
      fs.rmSync(style.folder, { recursive: true });
      await assert.rejects(style.toS3(on), refusedWith('missing-folder'));
      assert.deepEqual(Object.keys(style.remote), ['a.jpg', 'a.txt']);
    });

    it('a mistyped prefix does not empty the folder', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a' });
      await style.toS3();
      await assert.rejects(style.fromS3({ ...on, prefix: 'stlyes/' }), refusedWith('empty-source'));
      assert.deepEqual(Object.keys(style.local), ['a.jpg', 'a.txt']);
    });

    it('captions alone do not make a source', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a' });
      await style.toS3();
      style.deleteLocal('a.jpg');
      await assert.rejects(style.toS3(on), refusedWith('empty-source'));
    });

    it('are carried out when forced', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a' });
      await style.toS3();
      style.deleteLocal('a.jpg', 'a.txt');
      assert.equal((await style.toS3({ ...on, force: true })).deleted, 2);
    });
  });

  describe('rule 5: deletes come last, and only if every transfer succeeded', () => {
    it('one failed upload: no deletion at all, and their number is reported', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a', 'b.jpg': 'b' });
      await style.toS3();
      style.deleteLocal('a.jpg', 'a.txt');
      style.writeLocal({ 'c.jpg': 'c', 'd.jpg': 'd', 'e.jpg': 'e' });
      style.server.faults.add({
        operation: 'PutObject',
        key: /d\.jpg$/,
        then: fault.error(400, 'InvalidRequest'),
      });
      const result = await style.toS3(on);
      assert.deepEqual(
        [result.uploaded, result.failed, result.deleted, result.deletions_skipped],
        [2, 1, 0, 2],
      );
      assert.equal(deletesSent(), 0);
    });

    it('no DELETE is sent before the last PUT is answered', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'b.jpg': 'b' });
      await style.toS3();
      style.deleteLocal('a.jpg');
      style.writeLocal({ 'c.jpg': 'c', 'd.jpg': 'd' });
      style.server.faults.add({ operation: 'PutObject', key: /d\.jpg$/, then: fault.delay(100) });
      style.server.requests.clear();
      await style.toS3(on);
      const order = style.server.requests.all.map(({ operation }) => operation);
      assert.ok(order.lastIndexOf('PutObject') < order.indexOf('DeleteObject'), order.join(' '));
    });
  });

  describe('rule 6: each delete looks once more', () => {
    it('keeps an object that changed after it was planned', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'b.jpg': 'b' });
      await style.toS3();
      style.deleteLocal('a.jpg');
      const edit = (): void => style.writeRemote({ 'a.jpg': 'edited meanwhile' });
      const result = await style.toS3({
        ...on,
        handlers: { approve: () => Promise.resolve((edit(), true)) },
      });
      assert.deepEqual(result.conflict_files, ['a.jpg']);
      assert.equal(result.failed, 0);
      assert.equal(style.remote['a.jpg'], 'edited meanwhile');
    });

    it('accepts that another program has already deleted the object', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'a.txt': '1', 'b.jpg': 'b', 'b.txt': '2', 'c.jpg': 'c' });
      await style.toS3();
      style.deleteLocal('a.jpg', 'a.txt', 'b.jpg', 'b.txt');
      const result = await style.toS3({
        ...on,
        handlers: { approve: () => Promise.resolve((style.deleteRemote('a.jpg', 'a.txt'), true)) },
      });
      assert.deepEqual([result.failed, result.conflicts], [0, 0]);
      assert.deepEqual(Object.keys(style.remote), ['c.jpg']);
      await style.undo();
      assert.deepEqual(Object.keys(style.remote), ['b.jpg', 'b.txt', 'c.jpg']);
    });

    it('keeps a file that changed after it was planned, even to the same size and time', async () => {
      style.writeLocal({ 'a.jpg': 'old', 'b.jpg': 'b' });
      style.writeRemote({ 'b.jpg': 'b' });
      const { atime, mtime } = fs.statSync(style.pathOf('a.jpg'));
      const edit = (): void => {
        fs.writeFileSync(style.pathOf('a.jpg'), 'new');
        fs.utimesSync(style.pathOf('a.jpg'), atime, mtime);
      };
      const result = await style.fromS3({
        ...on,
        handlers: { approve: () => Promise.resolve((edit(), true)) },
      });
      assert.deepEqual(result.conflict_files, ['a.jpg']);
      assert.equal(result.failed, 0);
      assert.equal(style.local['a.jpg'], 'new');
    });
  });

  describe('rule 6: each name is asked for in the source', () => {
    const hundred = Object.fromEntries(
      Array.from({ length: 109 }, (_, i) => [`${String(i).padStart(3, '0')}.jpg`, `image ${String(i)}`]),
    );
    const whileAsked = (act: () => void) => ({ approve: () => Promise.resolve((act(), true)) });
    const kept = ({ failed_files }: SyncResult): [string, string][] =>
      failed_files.map(({ file, code }) => [file, code]);

    it('keeps what an incomplete listing did not name, and reports that the listing was wrong', async () => {
      const paged = new SyncedStyle(
        await startS3Server({ buckets: [BUCKET], personality: { pageSize: 100 } }),
      );
      try {
        paged.writeRemote(hundred);
        await paged.fromS3();
        paged.deleteRemote('108.jpg');
        const edit = (body: string): string =>
          body
            .replace('<IsTruncated>true', '<IsTruncated>false')
            .replace(/<NextContinuationToken>.*?<\/NextContinuationToken>/, '');
        paged.server.faults.add({ operation: 'ListObjectsV2', then: { kind: 'rewrite', edit } });
        const result = await paged.fromS3(on);
        assert.deepEqual(result.deleted_files, ['108.jpg'], 'what is gone goes all the same');
        const wrong = Object.keys(hundred).slice(100, 108);
        assert.deepEqual(
          kept(result).toSorted(),
          wrong.map((file) => [file, 'listing-was-wrong']),
        );
        assert.match(result.failed_files[0]?.message ?? '', /its listing was wrong/);
        assert.deepEqual(Object.keys(paged.local), Object.keys(hundred).slice(0, 108));
      } finally {
        await paged.close();
      }
    });

    it('one HEAD for each deletion, and none for what stays', async () => {
      style.writeRemote(hundred);
      await style.fromS3();
      style.deleteRemote('001.jpg', '002.jpg', '003.jpg');
      style.server.requests.clear();
      assert.equal((await style.fromS3(on)).deleted, 3);
      // One more listing shows that the bucket still exists.
      assert.deepEqual(style.server.requests.counts(), { ListObjectsV2: 2, HeadObject: 3 });
    });

    it('a bucket that vanishes is no absence: nothing is deleted, and the run says so', async () => {
      style.writeRemote(hundred);
      await style.fromS3();
      style.deleteRemote('001.jpg', '002.jpg', '003.jpg');
      await assert.rejects(
        style.fromS3({ ...on, handlers: whileAsked(() => style.server.removeBucket(BUCKET)) }),
        (error) => error instanceof SyncError && error.code === 'missing-bucket',
      );
      assert.deepEqual(style.local, hundred);
    });

    it('keeps what came to the source after it was listed, in either direction, and its pair with it', async () => {
      const pairs = { 'a.jpg': 'a', 'a.txt': 'a', 'b.jpg': 'b', 'b.txt': 'b', 'c.jpg': 'c' };
      style.writeLocal(pairs);
      await style.toS3();
      style.deleteLocal('a.jpg', 'a.txt', 'b.jpg', 'b.txt');
      const up = await style.toS3({
        ...on,
        handlers: whileAsked(() => style.writeLocal({ 'a.txt': 'moved back', 'b.jpg': 'b' })),
      });
      assert.deepEqual(kept(up).toSorted(), [
        ['a.txt', 'listing-was-wrong'],
        ['b.jpg', 'listing-was-wrong'],
      ]);
      assert.deepEqual([up.deleted, up.deletions_skipped], [0, 2]);
      assert.deepEqual(style.remote, pairs);

      style.writeLocal(pairs);
      await style.toS3();
      style.deleteRemote('a.jpg', 'a.txt', 'b.jpg', 'b.txt');
      const down = await style.fromS3({
        ...on,
        handlers: whileAsked(() => style.writeRemote({ 'a.txt': 'moved back', 'b.jpg': 'b' })),
      });
      assert.deepEqual(kept(down).toSorted(), kept(up).toSorted());
      assert.deepEqual([down.deleted, down.deletions_skipped], [0, 2]);
      assert.deepEqual(style.local, pairs);
    });

    it('keeps the object of a file that comes back while the object is copied', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'b.jpg': 'b' });
      await style.toS3();
      style.deleteLocal('a.jpg');
      const comesBack = fault.call(() => style.writeLocal({ 'a.jpg': 'a' }));
      style.server.faults.add({ operation: 'CopyObject', then: comesBack });
      assert.deepEqual(kept(await style.toS3(on)), [['a.jpg', 'listing-was-wrong']]);
      assert.deepEqual(Object.keys(style.remote), ['a.jpg', 'b.jpg']);
    });

    for (const [status, code] of [
      [403, 'AccessDenied'],
      [400, 'InvalidRequest'],
    ] as const) {
      it(`a HEAD answered with ${String(status)} is no proof: the file is kept, and named`, async () => {
        style.writeLocal({ 'a.jpg': 'a', 'b.jpg': 'b' });
        style.writeRemote({ 'a.jpg': 'a', 'b.jpg': 'b' });
        style.server.faults.add(
          { operation: 'ListObjectsV2', times: 1, then: { kind: 'rewrite', edit: withoutFirstRow } },
          { operation: ['HeadObject', 'GetObject'], key: /a\.jpg$/, then: fault.error(status, code) },
        );
        const result = await style.fromS3(on);
        assert.deepEqual(kept(result), [['a.jpg', 'absence-not-confirmed']]);
        assert.deepEqual(Object.keys(style.local), ['a.jpg', 'b.jpg']);
      }).timeout(60_000);
    }

    it('a denied name that its own listing does not contain is absent', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'b.jpg': 'b' });
      style.writeRemote({ 'b.jpg': 'b' });
      style.server.faults.add({
        operation: ['HeadObject', 'GetObject'],
        key: /a\.jpg$/,
        then: fault.error(403, 'AccessDenied'),
      });
      const result = await style.fromS3(on);
      assert.deepEqual([kept(result), Object.keys(style.local)], [[], ['b.jpg']]);
    });

    it('a broken link or a folder of that name is no absence', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'b.jpg': 'b', 'c.jpg': 'c' });
      await style.toS3();
      style.deleteLocal('a.jpg', 'b.jpg');
      const result = await style.toS3({
        ...on,
        handlers: whileAsked(() => {
          fs.symlinkSync('/nowhere/at/all', style.pathOf('a.jpg'));
          fs.mkdirSync(style.pathOf('b.jpg'));
        }),
      });
      assert.equal(result.failed, 2);
      assert.deepEqual(Object.keys(style.remote), ['a.jpg', 'b.jpg', 'c.jpg']);
    });

    it('a vanished folder proves no absence: nothing is deleted because of it', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'b.jpg': 'b' });
      await style.toS3();
      style.deleteLocal('a.jpg');
      const gone = `${style.folder}-elsewhere`;
      const vanish = whileAsked(() => fs.renameSync(style.folder, gone));
      await style.toS3({ ...on, handlers: vanish }).catch(() => undefined);
      assert.deepEqual(Object.keys(style.remote), ['a.jpg', 'b.jpg']);
    });
  });

  describe('rule 7: each deletion is logged, before and after, with its reason', () => {
    it('in the product’s words', async () => {
      style.writeLocal({ 'old_image.jpg': 'a', 'b.jpg': 'b' });
      await style.toS3();
      style.deleteLocal('old_image.jpg');
      await style.toS3(on);
      assert.ok(style.log.includes('Deleting from S3: old_image.jpg (deleted here since the last sync)'));
      assert.ok(style.log.includes('Deleted from S3 (not in local): old_image.jpg'));

      style.writeLocal({ 'removed_image.jpg': 'a' });
      await style.fromS3(on);
      assert.ok(style.log.includes('Deleting local file: removed_image.jpg (never seen here)'));
      assert.ok(style.log.includes('Deleted local file (not in S3): removed_image.jpg'));
    });
  });

  it('asks once, with the exact set, and does nothing at all on a no', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'b.jpg': 'b' });
    await style.toS3();
    style.deleteLocal('a.jpg');
    style.writeLocal({ 'c.jpg': 'c' });
    const asked: unknown[] = [];
    const approve = ({ plan = [] }: SyncResult): Promise<boolean> => {
      asked.push(...plan.map(({ action, file, reason }) => ({ action, file, reason })));
      return Promise.resolve(false);
    };
    await assert.rejects(style.toS3({ ...on, handlers: { approve } }), refusedWith('cancelled'));
    assert.deepEqual(asked, [
      { action: 'upload', file: 'c.jpg', reason: 'new' },
      { action: 'delete', file: 'a.jpg', reason: 'deleted here since the last sync' },
      { action: 'skip', file: 'b.jpg', reason: 'same on both sides' },
    ]);
    assert.deepEqual(Object.keys(style.remote), ['a.jpg', 'b.jpg']);
  });
});

/** A listing without its first row. */
const withoutFirstRow = (xml: string): string =>
  xml
    .replace(/<Contents>.*?<\/Contents>/s, '')
    .replace(/<KeyCount>(\d+)</, (_, count: string) => `<KeyCount>${String(Number(count) - 1)}<`);
