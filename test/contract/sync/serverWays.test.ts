import assert from 'node:assert/strict';
import { fault } from '../../support/s3-server/faults.js';
import type { Personality } from '../../support/s3-server/personality.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, PREFIX, SyncedStyle } from '../../support/syncedStyle.js';

/** Peculiarities of single servers, and what a sync makes of them: docs/sync-contract.md §6 and §9. */
describe('With a server', function () {
  this.timeout(60_000);
  let server: S3Server;
  let style: SyncedStyle;

  async function begin(personality: Partial<Personality> = {}): Promise<void> {
    server = await startS3Server({ buckets: [BUCKET], personality });
    style = new SyncedStyle(server);
  }

  afterEach(() => style.close());

  const large = (fill: number) => new Uint8Array(17 * 1024 * 1024).fill(fill);

  it('that refuses the true condition of a copy, a multipart object is replaced, deleted and restored', async () => {
    await begin({ refusesConditionsOfParts: true });
    style.writeLocal({ '1.png': large(1), '2.png': 'image 2' });
    await style.toS3();
    style.writeLocal({ '1.png': large(2) });
    const replaced = await style.toS3();
    assert.deepEqual([replaced.uploaded, replaced.conflict_files], [1, []]);
    style.deleteLocal('1.png');
    assert.equal((await style.toS3({ syncDeletes: true })).deleted, 1);
    const undone = await style.undo();
    assert.deepEqual([undone.restored, undone.failed_files], [1, []]);
  });

  it('that refuses the condition of a copy because the object did change, nothing is overwritten', async () => {
    await begin({ refusesConditionsOfParts: true });
    style.writeLocal({ '1.png': large(1), '1.txt': 'a cat' });
    await style.toS3();
    style.writeLocal({ '1.png': large(2) });
    const overtaken = fault.call(() => style.writeRemote({ '1.png': 'somebody else' }));
    server.faults.add({ operation: 'CopyObject', times: 1, then: overtaken });
    const result = await style.toS3();
    assert.deepEqual([result.uploaded, style.remote['1.png']], [0, 'somebody else']);
    assert.equal(server.requests.count('CopyObject'), 1, 'what is another is not copied');
  });

  /** Creates a server-side copy of a multipart object, with one ETag in listings and another elsewhere. */
  async function beginWithTwoEtags(traits: Partial<Personality> = {}): Promise<void> {
    await begin({
      listsCopiesByMd5: true,
      copyKeepsEtag: true,
      refusesConditionsOfParts: true,
      ...traits,
    });
    style.writeLocal({ '1.png': large(1), '2.png': 'image 2' });
    await style.toS3();
    style.deleteLocal('1.png');
    await style.toS3({ syncDeletes: true });
    const undone = await style.undo();
    assert.deepEqual([undone.restored, undone.failed_files], [1, []]);
  }

  it('that lists another ETag than it heads, the object is downloaded, and the next sync only lists', async () => {
    await beginWithTwoEtags();
    const first = await style.fromS3();
    assert.deepEqual([first.downloaded, first.failed_files], [1, []]);
    assert.equal(style.local['1.png'], Buffer.from(large(1)).toString());
    server.requests.clear();
    const second = await style.fromS3();
    assert.deepEqual([second.downloaded, second.skipped], [0, 2]);
    assert.equal(server.requests.all.length, server.requests.count('ListObjectsV2'));
  });

  for (const [conditions, treatment] of [
    ['honours', 'honoured'],
    ['ignores', 'ignored'],
  ] as const) {
    it(`that lists another ETag than it heads, and ${conditions} conditions, the object is replaced, deleted and restored`, async () => {
      const all = { putIfNoneMatch: treatment, putIfMatch: treatment, deleteIfMatch: treatment };
      await beginWithTwoEtags({ conditions: { ...all, complete: treatment, copySource: 'honoured' } });
      await style.fromS3();
      style.writeLocal({ '1.png': large(2) });
      const replaced = await style.toS3();
      assert.deepEqual([replaced.uploaded, replaced.conflict_files], [1, []]);
      const undone = await style.undo();
      assert.deepEqual([undone.restored, undone.failed_files], [1, []]);
      // After undo and redo, the manifest knows the restored object by an ETag that is never listed.
      const redone = await style.toS3();
      assert.deepEqual([redone.uploaded, redone.conflict_files], [1, []]);
      assert.equal((await style.undo()).restored, 1);
      style.deleteLocal('1.png');
      const gone = await style.toS3({ syncDeletes: true });
      assert.deepEqual([gone.deleted, gone.conflict_files], [1, []]);
      assert.equal((await style.undo()).restored, 1);
      await style.fromS3();
      style.deleteLocal('1.png');
      assert.equal((await style.toS3({ syncDeletes: true })).deleted, 1);
      const again = await style.undo();
      assert.deepEqual([again.restored, again.failed_files], [1, []]);
    });
  }

  it('that lists another ETag than it heads, a change since the listing is found all the same', async () => {
    await beginWithTwoEtags();
    const changed = fault.call(() =>
      server.bucket(BUCKET).put(`${PREFIX}1.png`, large(3), { etag: `"${'e'.repeat(32)}-2"` }),
    );
    server.faults.add({ operation: 'GetObject', times: 1, then: changed });
    const down = await style.fromS3();
    assert.deepEqual(
      down.failed_files.map(({ code }) => code),
      ['changed-during-sync'],
    );
    assert.deepEqual(Object.keys(style.local), ['2.png']);
  });

  it('that denies missing objects, small and large new files arrive, and deletions are confirmed', async () => {
    await begin({ deniesMissing: true });
    style.writeLocal({ '0.png': large(1) });
    for (let i = 1; i < 20; i++)
      style.writeLocal({ [`${i}.jpg`]: `image ${i}`, [`${i}.txt`]: `caption ${i}` });
    const first = await style.toS3();
    assert.deepEqual([first.uploaded, first.failed_files], [39, []]);
    style.deleteLocal('1.jpg', '1.txt');
    const second = await style.toS3({ syncDeletes: true });
    assert.deepEqual([second.deleted, second.failed_files], [2, []]);
  });

  it('that denies a listed object, it counts as denied', async () => {
    await begin();
    style.writeRemote({ '1.jpg': 'image 1', '2.jpg': 'image 2' });
    server.policies.deny({ action: 's3:GetObject', key: /1\.jpg$/ });
    const result = await style.fromS3();
    assert.deepEqual(Object.keys(style.local), ['2.jpg']);
    assert.deepEqual(
      result.failed_files.map(({ file, code }) => [file, code]),
      [['1.jpg', 'access-denied']],
    );
  });

  it('that has archived an object, the others are synced, and that one is named', async () => {
    await begin();
    style.writeRemote({ '1.jpg': 'image 1', '2.jpg': 'image 2' });
    const key = 'styles/16/3.jpg';
    server.bucket(BUCKET).put(key, 'image 3', { storageClass: 'GLACIER' });
    const got = await style.fromS3();
    assert.deepEqual(
      [got.downloaded, got.failed_files.map(({ file, code }) => [file, code])],
      [2, [['3.jpg', 'archived']]],
    );
    style.writeLocal({ '2.jpg': 'image 2, again', '3.jpg': 'another 3', '4.jpg': 'image 4' });
    const sent = await style.toS3();
    assert.deepEqual(
      [sent.uploaded, sent.failed_files.map(({ file, code }) => [file, code])],
      [2, [['3.jpg', 'archived']]],
    );
    assert.equal(style.remote['3.jpg'], 'image 3');
  });

  for (const [status, code] of [
    [501, 'NotImplemented'],
    [400, 'NotImplemented'],
    [403, 'NotImplemented'],
  ] as const) {
    it(`that copies nothing (${status} ${code}), nothing is replaced that could not be restored`, async () => {
      await begin();
      style.writeLocal({ '1.jpg': 'image 1', '2.jpg': 'image 2' });
      await style.toS3();
      server.faults.add({ operation: 'CopyObject', then: fault.error(status, code) });
      style.writeLocal({ '1.jpg': 'image 1, again', '3.jpg': 'image 3' });
      const result = await style.toS3();
      assert.deepEqual([result.failed_files.map(({ file }) => file), result.uploaded], [['1.jpg'], 1]);
      assert.equal(style.remote['1.jpg'], 'image 1');
    });
  }

  for (const [order, edit] of Object.entries({
    backwards: (rows: string[]) => rows.reverse(),
    'in no order': (rows: string[]) => rows.sort((a, b) => mixed(a) - mixed(b)),
  })) {
    it(`that lists ${order}, nothing is lost, and nothing is deleted because of it`, async () => {
      await begin({ pageSize: 10 });
      for (let i = 0; i < 45; i++) style.writeLocal({ [`${i}.jpg`]: `image ${i}` });
      await style.toS3();
      const then = {
        kind: 'rewrite' as const,
        edit: (xml: string) =>
          xml.replace(/<Contents>.*<\/Contents>/s, (all) => edit(all.split(/(?=<Contents>)/)).join('')),
      };
      server.faults.add({ operation: 'ListObjectsV2', then });
      for (const sync of ['toS3', 'fromS3'] as const) {
        const { run_id, skipped } = await style[sync]({ syncDeletes: true });
        assert.deepEqual([run_id, skipped], [undefined, 45]);
      }
    });
  }

  it('that is full, nothing is replaced or deleted, and the next run completes the sync once there is room', async () => {
    await begin();
    style.writeLocal({ '1.jpg': 'image 1', '2.jpg': 'image 2', '3.jpg': 'image 3' });
    await style.toS3();
    style.writeLocal({ '1.jpg': 'image 1, again', '4.jpg': 'image 4' });
    style.deleteLocal('2.jpg');
    const before = style.remote;
    const operation = ['PutObject', 'CopyObject'] as const;
    server.faults.add({ operation, then: fault.error(403, 'QuotaExceeded') });
    await assert.rejects(style.toS3({ syncDeletes: true }), { code: 'quota-reached' });
    assert.deepEqual(style.remote, before);
    server.faults.clear();
    const result = await style.toS3({ syncDeletes: true });
    assert.deepEqual([result.uploaded, result.deleted_files], [2, ['2.jpg']]);
    assert.deepEqual(style.remote, style.local);
  });

  it('without room for a copy, what would be replaced or deleted stays', async () => {
    await begin();
    style.writeLocal({ '1.jpg': 'image 1', '2.jpg': 'image 2' });
    await style.toS3();
    style.writeLocal({ '1.jpg': 'image 1, again' });
    server.faults.add({ operation: 'CopyObject', then: fault.error(507, '') });
    await assert.rejects(style.toS3(), { code: 'quota-reached' });
    assert.equal(style.remote['1.jpg'], 'image 1');
    style.writeLocal({ '1.jpg': 'image 1' });
    style.deleteLocal('2.jpg');
    await assert.rejects(style.toS3({ syncDeletes: true }), { code: 'quota-reached' });
    assert.deepEqual(Object.keys(style.remote), ['1.jpg', '2.jpg']);
  });

  it('whose bucket was full and is empty now, nothing is deleted here, and nothing is concluded', async () => {
    await begin();
    style.writeLocal({ '1.jpg': 'image 1', '1.txt': 'a cat' });
    await style.toS3();
    style.deleteRemote('1.jpg', '1.txt');
    await assert.rejects(style.fromS3({ syncDeletes: true }), { code: 'empty-source' });
    assert.deepEqual(Object.keys(style.local), ['1.jpg', '1.txt']);
    const sent = await style.toS3({ syncDeletes: true });
    assert.deepEqual([sent.uploaded, sent.deleted], [2, 0]);
  });
});

/** A deterministic number for a text, in no natural order. */
const mixed = (text: string): number => Buffer.from(text).reduce((sum, byte) => (sum * 31 + byte) % 1009, 7);
