import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { SyncError } from '../../../src/core/errors.js';
import type { SyncProgress } from '../../../src/core/progress.js';
import { fault } from '../../support/s3-server/faults.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

describe('transfers', () => {
  let style: SyncedStyle;
  beforeEach(async () => (style = await SyncedStyle.start()));
  afterEach(() => style.close());

  const failures = (result: { failed_files: readonly { file: string; code: string }[] }): string[] =>
    result.failed_files.map(({ file, code }) => `${file}: ${code}`);
  const pairs = (count: number): Record<string, string> =>
    Object.fromEntries(
      [...Array(count).keys()].flatMap((i): [string, string][] => [
        [`image ${String(i)}.jpg`, `image ${String(i)}`],
        [`image ${String(i)}.txt`, `caption ${String(i)}`],
      ]),
    );

  describe('pairs', () => {
    it('puts every caption in S3 before its image', async () => {
      style.writeLocal(pairs(40));
      await style.toS3();
      const order = style.server.requests.of('PutObject').map(({ key }) => key);
      for (const image of order.filter((key) => key.endsWith('.jpg'))) {
        const caption = image.replace(/\.jpg$/, '.txt');
        assert.ok(order.indexOf(caption) < order.indexOf(image), `${caption} before ${image}`);
      }
    });

    it('holds the image back when its caption fails', async () => {
      style.writeLocal(pairs(2));
      style.server.faults.add({
        operation: 'PutObject',
        key: /image 1\.txt$/,
        then: fault.error(400, 'InvalidRequest'),
      });
      const result = await style.toS3();
      assert.deepEqual(Object.keys(style.remote), ['image 0.jpg', 'image 0.txt']);
      assert.equal(result.failed, 1);
      assert.equal(result.failed_files[0]?.file, 'image 1.txt');
      assert.equal(result.failed_files[0].data.partner, 'image 1.jpg');
      assert.equal(result.not_attempted, 0);
    });

    it('reports a pair whose image failed as failed, and does not count its caption', async () => {
      style.writeLocal(pairs(2));
      style.server.faults.add({
        operation: 'PutObject',
        key: /image 1\.jpg$/,
        then: fault.error(400, 'InvalidRequest'),
      });
      const result = await style.toS3();
      assert.deepEqual([...result.uploaded_files].sort(), ['image 0.jpg', 'image 0.txt']);
      assert.deepEqual(failures(result), ['image 1.jpg: server-error']);
      style.server.faults.clear();
      assert.deepEqual(
        (await style.toS3()).uploaded_files,
        ['image 1.jpg'],
        'the next run only does what is left',
      );
    });

    it('transfers only the selected pairs', async () => {
      style.writeLocal({ ...pairs(3), 'sub/x.png': 'x', 'sub/x.txt': 'x' });
      const result = await style.toS3({ images: ['image 1.jpg', 'sub/x.png'] });
      assert.deepEqual([...result.uploaded_files].sort(), [
        'image 1.jpg',
        'image 1.txt',
        'sub/x.png',
        'sub/x.txt',
      ]);
      assert.deepEqual(Object.keys(style.remote), [...result.uploaded_files].sort());
    });

    it('reports that a selected image is missing, and syncs the others', async () => {
      style.writeLocal(pairs(1));
      const result = await style.toS3({ images: ['image 0.jpg', 'gone.jpg'] });
      assert.deepEqual(failures(result), ['gone.jpg: missing-file']);
      assert.equal(result.uploaded, 2);
    });

    it('never touches a .txt that is not a caption', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'README.txt': 'read me', 'requirements.txt': 'sharp' });
      await style.toS3();
      assert.deepEqual(Object.keys(style.remote), ['a.jpg']);
      style.writeRemote({ 'notes.txt': 'there' });
      await style.fromS3();
      assert.ok(!('notes.txt' in style.local));
    });
  });

  describe('uploads', () => {
    it('have type, checksum and exactly the bytes of the file', async () => {
      const image = Buffer.from([0xff, 0xd8, 0x00, 0x0d, 0x0a, 0xfe]);
      style.writeLocal({ 'a.webp': image, 'a.txt': '\uFEFFcat\r\n' });
      await style.toS3();
      const object = style.server.bucket(BUCKET).get('styles/16/a.webp');
      assert.deepEqual(object?.bytes, image);
      assert.equal(object.contentType, 'image/webp');
      assert.equal(object.metadata['sha256'], createHash('sha256').update(image).digest('hex'));
      const caption = style.server.bucket(BUCKET).get('styles/16/a.txt');
      assert.equal(caption?.contentType, 'text/plain; charset=utf-8');
      assert.equal(caption.bytes.toString(), '\uFEFFcat\r\n');
    });

    it('finds a caption edited to the same size with its time reset', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'cat' });
      await style.toS3();
      const { atime, mtime } = fs.statSync(style.pathOf('a.txt'));
      fs.writeFileSync(style.pathOf('a.txt'), 'dog');
      fs.utimesSync(style.pathOf('a.txt'), atime, mtime);
      assert.deepEqual((await style.toS3()).uploaded_files, ['a.txt']);
      assert.equal(style.remote['a.txt'], 'dog');
    });

    it('transfers nothing when every file was only touched', async () => {
      style.writeLocal(pairs(5));
      await style.toS3();
      const tomorrow = new Date(Date.now() + 86_400_000);
      for (const file of Object.keys(style.local)) fs.utimesSync(style.pathOf(file), tomorrow, tomorrow);
      const result = await style.toS3();
      assert.deepEqual([result.uploaded, result.skipped], [0, 10]);
    });

    it('does not overwrite an object that changed after it was compared', async () => {
      style.writeLocal({ 'a.jpg': 'mine' });
      const intrude = fault.call(() => style.writeRemote({ 'a.jpg': 'theirs' }));
      style.server.faults.add({ operation: 'HeadObject', key: /a\.jpg$/, times: 1, then: intrude });
      const result = await style.toS3();
      assert.deepEqual([result.conflict_files, failures(result)], [['a.jpg'], []]);
      assert.equal(style.remote['a.jpg'], 'theirs');
    });

    for (const [what, change] of [
      ['changed', () => style.writeRemote({ 'a.jpg': 'theirs' })],
      ['went', () => style.deleteRemote('a.jpg')],
    ] as const) {
      for (const operation of ['CopyObject', 'PutObject'] as const) {
        it(`does not overwrite a known object that ${what} after it was compared, just before its ${operation}`, async () => {
          style.writeLocal({ 'a.jpg': 'a', 'b.jpg': 'b' });
          await style.toS3();
          style.writeLocal({ 'b.jpg': 'b2' });
          await style.toS3();
          style.writeLocal({ 'a.jpg': 'mine' });
          style.server.requests.clear();
          const intrude = fault.call(change);
          style.server.faults.add({ operation, key: /a\.jpg$/, times: 1, then: intrude });
          const result = await style.toS3();
          assert.deepEqual([result.conflict_files, failures(result)], [['a.jpg'], []]);
          assert.equal(style.remote['a.jpg'], what === 'went' ? undefined : 'theirs');
        });
      }
    }

    it('overwrites in two requests where the bucket is known to be unversioned: the copy, and the new object', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a', 'b.jpg': 'b' });
      await style.toS3();
      style.writeLocal({ 'b.jpg': 'b2' });
      await style.toS3();
      style.writeLocal({ 'a.jpg': 'a2', 'a.txt': 'a2' });
      style.server.requests.clear();
      await style.toS3();
      assert.deepEqual(style.server.requests.counts(), { ListObjectsV2: 1, CopyObject: 2, PutObject: 2 });
    });

    it('sends a file of 40 MB in parts, and adopts it afterwards without sending it again', async () => {
      const large = Buffer.alloc(40 * 1024 * 1024, 'large image ');
      style.writeLocal({ 'large.tif': large });
      assert.equal((await style.toS3()).uploaded, 1);
      assert.ok(style.server.requests.count('UploadPart') > 1);
      assert.ok(style.server.bucket(BUCKET).get('styles/16/large.tif')?.bytes.equals(large));
      fs.rmSync(path.join(style.folder, '..', '.s3-training-data'), { recursive: true });
      const again = await style.toS3();
      assert.deepEqual([again.uploaded, again.skipped], [0, 1], 'by the checksum that our uploads carry');
    }).timeout(30_000);
  });

  describe('downloads', () => {
    it('bring every byte back into an empty folder', async () => {
      style.writeLocal(pairs(20));
      await style.toS3();
      const before = style.local;
      fs.rmSync(style.folder, { recursive: true });
      const result = await style.fromS3();
      assert.equal(result.downloaded, 40);
      assert.deepEqual(style.local, before);
    });

    it('are not misled by a hash of other bytes: the ETag decides', async () => {
      const sha256 = createHash('sha256').update('what stood there before').digest('hex');
      style.server.bucket(BUCKET).put('styles/16/a.jpg', 'new', { metadata: { sha256 } });
      const result = await style.fromS3();
      assert.deepEqual([result.downloaded, failures(result)], [1, []]);
      assert.deepEqual(style.local, { 'a.jpg': 'new' });
    });

    it('keep the old file when the bytes arrive damaged, and succeed once they arrive intact', async () => {
      style.writeLocal({ 'a.jpg': 'the old picture' });
      style.writeRemote({ 'a.jpg': 'the new picture!' });
      style.server.faults.add({ operation: 'GetObject', then: fault.wrongBytes });
      const result = await style.fromS3();
      assert.deepEqual(failures(result), ['a.jpg: wrong-bytes']);
      assert.deepEqual(style.local, { 'a.jpg': 'the old picture' }, 'and no temporary file is left');
      style.server.faults.clear();
      style.server.faults.add({ operation: 'GetObject', times: 2, then: fault.wrongBytes });
      assert.equal((await style.fromS3()).downloaded, 1);
      assert.equal(style.local['a.jpg'], 'the new picture!');
    }).timeout(30_000);

    it('are compared with the hash of the upload where there is no other', async () => {
      const sha256 = createHash('sha256').update('a picture').digest('hex');
      const about = { metadata: { sha256 }, etag: '"0123-2"' };
      style.server.bucket(BUCKET).put('styles/16/a.jpg', 'a picture', about);
      style.server.faults.add({ operation: 'GetObject', times: 4, then: fault.wrongBytes });
      assert.deepEqual(failures(await style.fromS3()), ['a.jpg: wrong-bytes']);
      assert.equal((await style.fromS3()).downloaded, 1);
    }).timeout(30_000);

    for (const [name, broken] of [
      ['breaks off', fault.resetBodyAfter(5)],
      ['ends too early', fault.endBodyAfter(5)],
    ] as const) {
      it(`leave no half file when a body ${name}, and try again`, async () => {
        style.writeRemote({ 'a.jpg': 'a whole picture' });
        style.server.faults.add({ operation: 'GetObject', times: 1, then: broken });
        assert.equal((await style.fromS3()).downloaded, 1);
        assert.deepEqual(style.local, { 'a.jpg': 'a whole picture' });
      }).timeout(30_000);
    }

    it('do not overwrite a file that was edited after it was compared', async () => {
      style.writeLocal({ 'a.txt': 'cat', 'a.jpg': 'a' });
      await style.toS3();
      style.writeRemote({ 'a.txt': 'from S3' });
      const edit = fault.call(() => style.writeLocal({ 'a.txt': 'dog' }));
      style.server.faults.add({ operation: 'GetObject', key: /a\.txt$/, times: 1, then: edit });
      const result = await style.fromS3();
      assert.deepEqual([result.conflict_files, failures(result)], [['a.txt'], []]);
      assert.equal(style.local['a.txt'], 'dog');
    });

    it('do not mix in an object that was replaced after it was listed', async () => {
      style.writeRemote({ 'a.jpg': 'as listed' });
      const replace = fault.call(() => style.writeRemote({ 'a.jpg': 'replaced' }));
      style.server.faults.add({ operation: 'GetObject', times: 1, then: replace });
      assert.deepEqual(failures(await style.fromS3()), ['a.jpg: changed-during-sync']);
      assert.deepEqual(style.local, {});
    });

    it('remove the temporary files of a crashed run', async () => {
      style.writeRemote({ 'a.jpg': 'a' });
      await style.fromS3();
      const [left] = fs.readdirSync(style.folder);
      assert.equal(left, 'a.jpg');
    });
  });

  describe('failures', () => {
    it('of one file never stop the others', async () => {
      style.writeLocal(pairs(10));
      style.server.faults.add({
        operation: 'PutObject',
        key: /image 3\.jpg$/,
        then: fault.error(400, 'InvalidRequest'),
      });
      const result = await style.toS3();
      assert.deepEqual([result.uploaded, result.failed], [18, 1]);
    });

    it('by a storm of 503 are retried until it is over', async () => {
      style.writeLocal(pairs(20));
      style.server.faults.add({ probability: 0.3, then: fault.slowDown });
      const result = await style.toS3();
      assert.deepEqual([result.uploaded, result.failed], [40, 0]);
    }).timeout(60_000);

    for (const [code, sent] of [
      ['expired-credentials', fault.expiredToken],
      ['access-denied', fault.error(403, 'AccessDenied')],
      ['missing-bucket', fault.error(404, 'NoSuchBucket')],
    ] as const) {
      it(`with ${code} in the middle of a run stop it early, with one message and a true manifest`, async () => {
        style.writeLocal(pairs(50));
        style.server.faults.add({ operation: 'PutObject', after: 20, then: sent });
        const result = await style.toS3({ concurrency: 4 });
        assert.equal(result.stopped_by?.code, code);
        assert.ok(result.uploaded >= 10 && result.uploaded <= 20, String(result.uploaded));
        // After earlier successes, a denial counts for all files only once many in a row were denied: these are named.
        const denied = code === 'access-denied' ? 12 : 0;
        assert.ok(result.failed <= denied, String(result.failed));
        assert.ok(
          style.server.requests.count('PutObject') < 40 + denied,
          'the run went on after it was told to stop',
        );
        style.server.faults.clear();
        const left = 100 - Object.keys(style.remote).length;
        style.server.requests.clear();
        await style.toS3();
        assert.equal(Object.keys(style.remote).length, 100);
        assert.ok(style.server.requests.count('PutObject') <= left, 'what was done was done again');
      }).timeout(30_000);
    }

    it('at the first transfer end the run with nothing done', async () => {
      style.writeLocal(pairs(2));
      style.server.policies.deny({ action: 's3:PutObject' });
      await assert.rejects(
        style.toS3(),
        (error) =>
          error instanceof SyncError &&
          error.code === 'access-denied' &&
          error.data.action === 's3:PutObject',
      );
    });
  });

  describe('cancel', () => {
    it('ends within 2 s, claims no half pair, and the next run completes the work', async () => {
      style.writeLocal(pairs(60));
      const cancel = new AbortController();
      style.server.faults.add({ operation: 'PutObject', after: 30, then: fault.hang });
      let cancelledAt = 0;
      const onProgress = ({ filesDone }: SyncProgress): void => {
        if (filesDone < 20 || cancelledAt > 0) return;
        cancelledAt = performance.now();
        cancel.abort();
      };
      const result = await style.toS3({ handlers: { signal: cancel.signal, onProgress } });
      assert.ok(performance.now() - cancelledAt < 2000);
      assert.ok(result.cancelled);
      for (const file of result.uploaded_files) {
        const partner = file.endsWith('.txt') ? file.replace(/txt$/, 'jpg') : file.replace(/jpg$/, 'txt');
        assert.ok(result.uploaded_files.includes(partner), `${file} without ${partner}`);
      }
      style.server.faults.clear();
      const next = await style.toS3();
      assert.equal(next.failed, 0);
      assert.equal(Object.keys(style.remote).length, 120);
    });

    it('names a caption that was transferred without its image', async () => {
      style.writeLocal({ 'a.jpg': 'image', 'a.txt': 'a cat' });
      const cancel = new AbortController();
      const image = { operation: 'PutObject', key: /a\.jpg$/ } as const;
      style.server.faults.add({ ...image, then: fault.call(() => cancel.abort()) });
      style.server.faults.add({ ...image, then: fault.hang });
      const result = await style.toS3({ handlers: { signal: cancel.signal } });
      assert.deepEqual([result.uploaded_files, result.captions_without_image_files], [[], ['a.txt']]);
      assert.deepEqual(style.remote, { 'a.txt': 'a cat' });
    });

    it('of a download leaves no temporary file and no half image', async () => {
      style.writeRemote(pairs(60));
      const cancel = new AbortController();
      style.server.faults.add({ operation: 'GetObject', after: 10, then: fault.hang });
      const onProgress = ({ filesDone }: SyncProgress): void => {
        if (filesDone >= 8) cancel.abort();
      };
      const result = await style.fromS3({ handlers: { signal: cancel.signal, onProgress } });
      assert.ok(result.cancelled);
      for (const [file, content] of Object.entries(style.local))
        assert.equal(content, style.remote[file], file);
    });
  });

  describe('one sync at a time', () => {
    it('refuses a second one with the name of the holder, and admits it afterwards', async () => {
      style.writeLocal(pairs(1));
      let second: unknown;
      const hold = fault.call(async () => {
        second = await style.toS3({ holder: 'another window' }).catch((error: unknown) => error);
      });
      style.server.faults.add({ operation: 'PutObject', times: 1, then: hold });
      assert.equal((await style.toS3({ holder: 'the first window' })).uploaded, 2);
      assert.ok(second instanceof SyncError && second.code === 'locked', String(second));
      assert.match(second.data.holder ?? '', /the first window/);
      assert.equal((await style.toS3()).skipped, 2);
    });
  });

  describe('the store beside the style', () => {
    it('puts nothing of ours into the style', async () => {
      style.writeLocal({ 'a.jpg': 'a' });
      await style.toS3();
      assert.deepEqual(fs.readdirSync(style.folder), ['a.jpg']);
      assert.ok(fs.existsSync(path.join(style.folder, '..', '.s3-training-data', '16')));
    });

    it('says nothing about another location: the same folder synced elsewhere starts anew', async () => {
      style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a' });
      await style.toS3();
      const elsewhere = await style.toS3({ prefix: 'elsewhere/', syncDeletes: true });
      assert.equal(elsewhere.uploaded, 2);
      assert.equal((await style.toS3()).skipped, 2, 'and the first place keeps its history');
    });
  });
});
