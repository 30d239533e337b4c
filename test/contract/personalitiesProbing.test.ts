import assert from 'node:assert/strict';
import { openObjectStore, type OpenObjectStore } from '../../src/s3/openObjectStore.js';
import { SyncError } from '../../src/core/errors.js';
import type { Expected } from '../../src/core/ports/objectStore.js';
import { fault } from '../support/s3-server/faults.js';
import { startS3Server, type S3Server, type S3ServerOptions } from '../support/s3-server/s3Server.js';
import { PART_SIZE, eachAtOnce, patternBytes, slices, uploadInfo } from './contents.js';

const { signal } = new AbortController();
let buckets = 0;

/** How the adapter detects a server's treatment of conditions: the cost, and the reaction to unusual answers. */
describe('Probing how a server checks conditions', function () {
  this.timeout(30_000);
  let server: S3Server;
  let opened: OpenObjectStore;
  /** A new bucket for each test, because the whole process shares what is known about a bucket. */
  let bucket: string;

  async function begin(personality: NonNullable<S3ServerOptions['personality']> = 'aws'): Promise<void> {
    bucket = `probing-${++buckets}`;
    server = await startS3Server({ buckets: [bucket], personality });
    opened = await openObjectStore({
      bucket,
      concurrency: 16,
      connection: { endpoint: server.endpoint, forcePathStyle: 'auto', credentials: server.credentials },
    });
  }

  afterEach(async () => {
    opened.store.close();
    await server.close();
  });

  const put = (key: string, content: string, stands: Expected) => {
    const bytes = Buffer.from(content);
    return opened.store.put({ key, content: bytes, info: uploadInfo(bytes) }, stands, signal);
  };
  const text = (key: string) => server.bucket(bucket).get(key)?.bytes.toString();
  const etagOf = (key: string) => ({ etag: server.bucket(bucket).get(key)?.etag ?? '' });
  const isConflict = (error: unknown): boolean =>
    error instanceof SyncError && error.code === 'changed-during-sync';

  /** Writes once in each way, so that all capabilities are known. */
  async function findOut(): Promise<void> {
    const first = await put('known.txt', 'a cat', 'absent');
    await opened.store.delete('known.txt', await put('known.txt', 'a dog', first), signal);
    server.requests.clear();
  }

  describe('costs', () => {
    it('nothing once it is known: one request for each new file, overwrite and deletion', async () => {
      await begin();
      await findOut();
      const keys = Array.from({ length: 100 }, (_, i) => `${i}.txt`);
      await eachAtOnce(keys, 16, (key) => put(key, 'a cat', 'absent'));
      assert.deepEqual(server.requests.counts(), { PutObject: 100 });
      server.requests.clear();
      await eachAtOnce(keys, 16, (key) => put(key, 'a dog', etagOf(key)));
      assert.deepEqual(server.requests.counts(), { PutObject: 100 });
      server.requests.clear();
      await eachAtOnce(keys, 16, (key) => opened.store.delete(key, etagOf(key), signal));
      assert.deepEqual(server.requests.counts(), { DeleteObject: 100 });
    });

    it('three requests with the first new file, which the others wait for', async () => {
      await begin();
      const keys = Array.from({ length: 16 }, (_, i) => `${i}.txt`);
      await Promise.all(keys.map((key) => put(key, 'a cat', 'absent')));
      const conditional = server.requests.of('PutObject').filter(({ headers }) => 'if-none-match' in headers);
      const probed = conditional.filter(({ key }) => key === conditional[0]?.key);
      assert.deepEqual(
        probed.map(({ status }) => status),
        [200, 412],
      );
      assert.deepEqual(server.requests.counts(), { PutObject: 17, HeadObject: 2 });
    });

    it('one HEAD for all deletions that start together: none deletes an object that was written after its own HEAD', async () => {
      await begin();
      const keys = Array.from({ length: 16 }, (_, i) => `${i}.txt`);
      for (const key of keys) server.bucket(bucket).put(key, 'a cat');
      await Promise.all(keys.map((key) => opened.store.delete(key, etagOf(key), signal)));
      assert.deepEqual(server.requests.counts(), { HeadObject: 1, DeleteObject: 17 });
      assert.ok(server.requests.of('DeleteObject').every(({ headers }) => 'if-match' in headers));
    });

    it('one additional request with the first overwrite and the first deletion, and nothing is written twice', async () => {
      await begin();
      server.bucket(bucket).versioning = 'Enabled';
      server.bucket(bucket).put('a.txt', 'a cat');
      const second = await put('a.txt', 'a dog', etagOf('a.txt'));
      await opened.store.delete('a.txt', second, signal);
      assert.deepEqual(server.requests.counts(), { HeadObject: 2, PutObject: 2, DeleteObject: 2 });
      assert.equal(server.bucket(bucket).versionsOf('a.txt').length, 3, 'two versions and a delete marker');
    });
  });

  it('leaves no trace: the bucket has only the written keys, with their bytes', async () => {
    for (const personality of ['aws', 'ceph16', 'r2', 'b2', 'gcs', 'oldMinio'] as const) {
      await begin(personality);
      await put('a.txt', 'a cat', 'absent');
      await put('a.txt', 'a dog', etagOf('a.txt'));
      assert.deepEqual([...server.bucket(bucket).keys], ['a.txt'], personality);
      assert.equal(text('a.txt'), 'a dog');
      if (personality !== 'oldMinio') {
        opened.store.close();
        await server.close();
      }
    }
  });

  for (const isKnown of [false, true]) {
    describe(`with lost answers, ${isKnown ? 'once the capabilities are known' : 'the first time'}`, () => {
      beforeEach(async () => {
        await begin();
        if (isKnown) await findOut();
      });

      it('recognises its own new object', async () => {
        server.faults.add({ operation: 'PutObject', times: 1, then: fault.lostAnswer });
        assert.deepEqual(await put('a.txt', 'a cat', 'absent'), etagOf('a.txt'));
        assert.equal(text('a.txt'), 'a cat');
      });

      it('recognises its own replaced object', async () => {
        server.bucket(bucket).put('a.txt', 'a cat');
        const before = etagOf('a.txt');
        server.faults.add({
          operation: 'PutObject',
          after: isKnown ? 0 : 1,
          times: 1,
          then: fault.lostAnswer,
        });
        assert.deepEqual(await put('a.txt', 'a dog', before), etagOf('a.txt'));
        assert.equal(text('a.txt'), 'a dog');
      });

      it('recognises its own deletion', async () => {
        server.bucket(bucket).put('a.txt', 'a cat');
        server.faults.add({
          operation: 'DeleteObject',
          after: isKnown ? 0 : 1,
          times: 1,
          then: fault.lostAnswer,
        });
        await opened.store.delete('a.txt', etagOf('a.txt'), signal);
        assert.equal(text('a.txt'), undefined);
      });

      it('recognises its own completed upload', async () => {
        const bytes = patternBytes(PART_SIZE + 9);
        server.faults.add({ operation: 'CompleteMultipartUpload', times: 1, then: fault.lostAnswer });
        const parts = slices(bytes, PART_SIZE);
        const stored = await opened.store.putParts(
          { key: 'a.png', parts, info: uploadInfo(bytes) },
          'absent',
          signal,
        );
        assert.deepEqual(stored, etagOf('a.png'));
        assert.deepEqual(server.bucket(bucket).unfinishedUploads, []);
      });
    });
  }

  // The codes of AWS and Ceph 20, and an unknown one.
  for (const code of ['ConditionalRequestConflict', 'ConcurrentModification', 'SomeConflict'])
    it(`treats 409 as a conflict, without a retry: ${code}`, async () => {
      await begin();
      await findOut();
      server.bucket(bucket).put('old.txt', 'a cat');
      server.faults.add({ then: fault.error(409, code), method: 'PUT' });
      server.faults.add({ then: fault.error(409, code), method: 'DELETE' });
      await assert.rejects(put('new.txt', 'a cat', 'absent'), isConflict);
      await assert.rejects(put('old.txt', 'a dog', etagOf('old.txt')), isConflict);
      await assert.rejects(opened.store.delete('old.txt', etagOf('old.txt'), signal), isConflict);
      // A HEAD of what was refused, and another one if the object could have an ETag other than the listed one.
      assert.deepEqual(server.requests.counts(), { PutObject: 2, DeleteObject: 1, HeadObject: 5 });
      assert.equal(opened.store.protection.create, 'server');
    });

  it('returns to HEAD requests if a server starts to refuse conditions', async () => {
    await begin();
    await findOut();
    server.faults.add({ operation: 'PutObject', times: 1, then: fault.error(501, 'NotImplemented') });
    await put('new.txt', 'a cat', 'absent');
    assert.equal(opened.store.protection.create, 're-check');
    server.bucket(bucket).put('there.txt', 'a cow');
    await assert.rejects(put('there.txt', 'a dog', 'absent'), isConflict);
    assert.equal(text('there.txt'), 'a cow');
  });

  it('returns to HEAD requests if a server refuses a condition that holds', async () => {
    await begin();
    await findOut();
    server.bucket(bucket).put('a.txt', 'a cat');
    server.faults.add({ operation: 'PutObject', times: 1, then: fault.error(412, 'PreconditionFailed') });
    await put('a.txt', 'a dog', etagOf('a.txt'));
    assert.equal(text('a.txt'), 'a dog');
    assert.equal(opened.store.protection.replace, 're-check');
  });

  it('concludes nothing from a first write that fails', async () => {
    await begin();
    server.faults.add({ operation: 'PutObject', times: 1, then: fault.error(403, 'AccessDenied') });
    await assert.rejects(put('a.txt', 'a cat', 'absent'), { code: 'access-denied' });
    assert.equal(opened.store.protection.create, 'unknown');
    await put('a.txt', 'a cat', 'absent');
    assert.equal(opened.store.protection.create, 'server');
  });

  it('concludes nothing, and no write fails, if only the probe fails', async () => {
    await begin();
    server.faults.add({ operation: 'PutObject', after: 1, times: 1, then: fault.error(403, 'AccessDenied') });
    assert.deepEqual(await put('a.txt', 'a cat', 'absent'), etagOf('a.txt'));
    assert.equal(opened.store.protection.create, 'unknown');
  });

  it('does not overwrite, for the probe, an object that another client wrote in the meantime', async () => {
    await begin('gcs');
    server.faults.add({
      operation: 'HeadObject',
      after: 1,
      times: 1,
      then: fault.call(() => server.bucket(bucket).put('a.txt', 'a dog')),
    });
    await put('a.txt', 'a cat', 'absent');
    assert.equal(text('a.txt'), 'a dog');
  });

  it('probes again once the bucket keeps versions', async () => {
    await begin('ceph16');
    await findOut();
    assert.equal(opened.store.protection.create, 'server');
    server.bucket(bucket).versioning = 'Enabled';
    await put('a.txt', 'a cat', 'absent');
    assert.equal(opened.store.protection.create, 'unknown');
    await put('b.txt', 'a cat', 'absent');
    await assert.rejects(put('b.txt', 'a dog', 'absent'), isConflict);
    assert.equal(opened.store.protection.create, 're-check');
  });

  it('stores the result in the given memory', async () => {
    await begin();
    opened.store.close();
    let saved: unknown;
    const memory = {
      load: () => Promise.resolve(saved),
      save: (value: unknown) => Promise.resolve(void (saved = value)),
    };
    const other = server.createBucket(`probing-${++buckets}`);
    bucket = `probing-${buckets}`;
    opened = await openObjectStore({
      bucket,
      concurrency: 16,
      serverFacts: memory,
      connection: { endpoint: server.endpoint, forcePathStyle: 'auto', credentials: server.credentials },
    });
    await put('a.txt', 'a cat', 'absent');
    assert.deepEqual(other.keys, ['a.txt']);
    assert.deepEqual(Object.keys(saved as object), [`${server.endpoint}/${bucket}`]);
  });
});
