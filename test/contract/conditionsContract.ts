import assert from 'node:assert/strict';
import { PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { openObjectStore, type OpenObjectStore } from '../../src/s3/openObjectStore.js';
import { SyncError } from '../../src/core/errors.js';
import type { Expected, Protection } from '../../src/core/ports/objectStore.js';
import { PART_SIZE, bytesOf, patternBytes, slices, uploadInfo } from './contents.js';
import type { ContractServer } from './objectStoreContract.js';

/** Number of simultaneous writes to the same key. */
const RACERS = 16;

/** Names that a header, a URL or a form decoder could damage. */
const AWKWARD_SOURCES = [
  'a b.png',
  'plus+plus.png',
  'percent%20.png',
  'hash#tag.png',
  'what?versionId=1&y=2.png',
  'it\'s "quoted" (really)!*.png',
  '日本語 кот 😀.png',
  'e\u0301 decomposed.png',
];

/**
 * The contract of adapter and server about objects that change during a write. `expected`: the capabilities that the
 * adapter must detect. `versioned`: tests a bucket that keeps versions. `checksAtOnce`: whether a server that checks
 * conditions also checks those of simultaneous writes.
 */
export function conditionsContract(
  name: string,
  start: () => Promise<ContractServer>,
  expected: Protection,
  { versioned = false, checksAtOnce = true }: { versioned?: boolean; checksAtOnce?: boolean } = {},
): void {
  describe(`Conditional writes on ${name}`, function () {
    this.timeout(60_000);
    const bucket = `conditions-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
    const { signal } = new AbortController();
    let server: ContractServer;
    let opened: OpenObjectStore;

    before(async () => {
      server = await start();
      await server.createBucket(bucket);
      if (versioned) await keepVersions(server, bucket);
      opened = await openObjectStore({
        bucket,
        concurrency: RACERS,
        connection: {
          endpoint: server.endpoint,
          forcePathStyle: 'auto',
          credentials: server.credentials,
        },
      });
    });

    after(async () => {
      (opened as OpenObjectStore | undefined)?.store.close();
      await (server as ContractServer | undefined)?.close();
    });

    const put = (key: string, content: string | Buffer, stands: Expected) => {
      const bytes = Buffer.from(content);
      return opened.store.put({ key, content: bytes, info: uploadInfo(bytes) }, stands, signal);
    };
    const putParts = (key: string, bytes: Buffer, stands: Expected) =>
      opened.store.putParts(
        { key, parts: slices(bytes, PART_SIZE), info: uploadInfo(bytes) },
        stands,
        signal,
      );
    const textOf = async (key: string) => (await bytesOf(await opened.store.get(key, signal))).toString();
    const isThere = async (key: string) => (await opened.store.head(key, signal)) !== undefined;
    const conflicts = (key: string, action: Promise<unknown>) =>
      assert.rejects(action, (error) => {
        assert.ok(error instanceof SyncError, String(error));
        assert.deepEqual([error.code, error.data.file], ['changed-during-sync', key], error.message);
        return true;
      });
    /** Returns the results of the successful ones of simultaneous writes; all others must be conflicts. */
    async function winnersOf<T>(writes: readonly Promise<T>[]): Promise<T[]> {
      const ends = await Promise.allSettled(writes);
      for (const end of ends) {
        if (end.status === 'rejected') {
          assert.equal((end.reason as SyncError).code, 'changed-during-sync', String(end.reason));
        }
      }
      return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
    }

    // The first round detects how the server checks; the others rely on that.
    for (const round of ['the first time', 'again', 'and again']) {
      const key = (what: string) => `${round}/${what}.txt`;

      it(`creates only missing objects, ${round}`, async () => {
        await put(key('new'), 'a cat', 'absent');
        await conflicts(key('new'), put(key('new'), 'a dog', 'absent'));
        assert.equal(await textOf(key('new')), 'a cat');
      });

      it(`replaces only unchanged objects, ${round}`, async () => {
        const first = await put(key('changing'), 'a cat', 'absent');
        const second = await put(key('changing'), 'a dog', first);
        await conflicts(key('changing'), put(key('changing'), 'a cow', first));
        assert.equal(await textOf(key('changing')), 'a dog');
        await opened.store.delete(key('changing'), second, signal);
        await conflicts(key('changing'), put(key('changing'), 'a cow', second));
        assert.equal(await isThere(key('changing')), false);
      });

      it(`deletes only unchanged objects, ${round}`, async () => {
        const first = await put(key('doomed'), 'a cat', 'absent');
        const second = await put(key('doomed'), 'a dog', first);
        await conflicts(key('doomed'), opened.store.delete(key('doomed'), first, signal));
        assert.equal(await textOf(key('doomed')), 'a dog');
        await opened.store.delete(key('doomed'), second, signal);
        assert.equal(await isThere(key('doomed')), false);
        await opened.store.delete(key('doomed'), second, signal);
      });

      it(`reports a conflict even if another client wrote the same bytes, ${round}`, async () => {
        const first = await put(key('same'), 'a cat', 'absent');
        await conflicts(key('same'), put(key('same'), 'a cat', 'absent'));
        await conflicts(key('same'), put(key('same'), 'a cat', { etag: '"0123"' }));
        const second = await put(key('same'), 'a cat', first);
        assert.equal((await opened.store.head(key('same'), signal))?.etag, second.etag);
      });
    }

    it('has detected how the server checks', () => {
      assert.deepEqual(opened.store.protection, expected);
    });

    it('completes a multipart upload only if the object is as expected', async () => {
      const [bytes, others] = [patternBytes(PART_SIZE + 9), patternBytes(PART_SIZE + 9, 7)];
      const first = await putParts('parts.png', bytes, 'absent');
      await conflicts('parts.png', putParts('parts.png', others, 'absent'));
      const second = await putParts('parts.png', others, first);
      await conflicts('parts.png', putParts('parts.png', bytes, first));
      assert.deepEqual(await bytesOf(await opened.store.get('parts.png', signal)), others);
      await putParts('parts.png', others, second);
    });

    it('does not complete a multipart upload over an object that was written in the meantime', async () => {
      const bytes = patternBytes(PART_SIZE + 9);
      async function* overtaken(): AsyncGenerator<Uint8Array> {
        yield* slices(bytes, PART_SIZE);
        await put('overtaken.png', 'another cat', 'absent');
      }
      await conflicts(
        'overtaken.png',
        opened.store.putParts(
          { key: 'overtaken.png', parts: overtaken(), info: uploadInfo(bytes) },
          'absent',
          signal,
        ),
      );
      assert.equal(await textOf('overtaken.png'), 'another cat');
    });

    it(`lets only one of ${RACERS} create an object, if the server checks`, async () => {
      const racing = Array.from({ length: RACERS }, (_, i) => put('race/new.txt', `cat ${i}`, 'absent'));
      const winners = await winnersOf(racing);
      if (expected.create === 'server' && checksAtOnce) assert.equal(winners.length, 1);
      assert.ok(winners.length >= 1);
    });

    it(`lets only one of ${RACERS} replace an object, if the server checks`, async () => {
      const first = await put('race/old.txt', 'the first cat', 'absent');
      const racing = Array.from({ length: RACERS }, (_, i) => put('race/old.txt', `cat ${i}`, first));
      const winners = await winnersOf(racing);
      if (expected.replace === 'server' && checksAtOnce) assert.equal(winners.length, 1);
      assert.ok(winners.length >= 1);
    });

    for (const awkward of AWKWARD_SOURCES) {
      it(`copies ${JSON.stringify(awkward)} with its headers and metadata`, async () => {
        const from = `sources/${awkward}`;
        const bytes = Buffer.from(`bytes of ${awkward}`);
        const { etag } = await opened.store.put(
          { key: from, content: bytes, info: uploadInfo(bytes, 'image/webp') },
          'absent',
          signal,
        );
        const copy = await opened.store.copy({ key: from, etag }, `copies/${awkward}`, signal);
        const head = await opened.store.head(`copies/${awkward}`, signal);
        assert.equal(head?.etag, copy.etag);
        assert.equal(head.sha256, uploadInfo(bytes).sha256);
        assert.equal(await textOf(`copies/${awkward}`), bytes.toString());
      });
    }

    it('copies a multipart object', async () => {
      const bytes = patternBytes(PART_SIZE + 9);
      const { etag } = await putParts('large.png', bytes, 'absent');
      const copy = await opened.store.copy({ key: 'large.png', etag }, 'copies/large.png', signal);
      assert.equal((await opened.store.head('copies/large.png', signal))?.etag, copy.etag);
    });

    it('reports that the source of a copy changed or is gone', async () => {
      const first = await put('moving.txt', 'a cat', 'absent');
      const second = await put('moving.txt', 'a dog', first);
      const copy = (from: { etag: string }) =>
        opened.store.copy({ key: 'moving.txt', ...from }, 'copies/moving.txt', signal);
      await conflicts('moving.txt', copy(first));
      await opened.store.delete('moving.txt', second, signal);
      await assert.rejects(copy(second), { code: 'object-missing' });
    });

    if (versioned) {
      it('copies a version that has been replaced', async () => {
        const first = await put('kept.txt', 'a cat', 'absent');
        const versionId = (await opened.store.head('kept.txt', signal))?.versionId ?? '';
        await put('kept.txt', 'a dog', first);
        await opened.store.copy({ key: 'kept.txt', versionId, ...first }, 'copies/kept.txt', signal);
        assert.equal(await textOf('copies/kept.txt'), 'a cat');
      });
    }
  });
}

async function keepVersions({ endpoint, credentials }: ContractServer, Bucket: string): Promise<void> {
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  const VersioningConfiguration = { Status: 'Enabled' as const };
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  client.destroy();
}
