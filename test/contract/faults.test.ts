import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { openObjectStore, type OpenObjectStore } from '../../src/s3/openObjectStore.js';
import type { Connection } from '../../src/core/connection.js';
import { SyncError, type ErrorCode } from '../../src/core/errors.js';
import { fault, type Fault } from '../support/s3-server/faults.js';
import type { Operation } from '../support/s3-server/operations.js';
import { startS3Server, type S3Server, type S3ServerOptions } from '../support/s3-server/s3Server.js';
import { overBothPaths } from './bothPaths.js';
import { PART_SIZE, bytesOf, eachAtOnce, listAll, patternBytes, slices, uploadInfo } from './contents.js';

const BUCKET = 'training';
const { signal } = new AbortController();

const rewrite = (edit: (body: string) => string): Fault => ({ kind: 'rewrite', edit });

overBothPaths('Object store when servers and networks fail', function () {
  this.timeout(30_000);
  let server: S3Server;
  let opened: OpenObjectStore;
  const started: { close(): void | Promise<void> }[] = [];

  async function begin(options: S3ServerOptions = {}, connection: Partial<Connection> = {}): Promise<void> {
    server = await startS3Server({ buckets: [BUCKET], ...options });
    opened = await openObjectStore({
      bucket: BUCKET,
      concurrency: 32,
      connection: {
        endpoint: server.endpoint,
        forcePathStyle: 'auto',
        credentials: server.credentials,
        ...connection,
      },
    });
    started.push(opened.store, server);
  }

  afterEach(async () => {
    for (const part of started.splice(0)) await part.close();
  });

  const put = (key: string, content: string | Buffer = 'a cat') => {
    const bytes = Buffer.from(content);
    return opened.store.put({ key, content: bytes, info: uploadInfo(bytes) }, 'absent', signal);
  };

  const etagOf = (key: string) => ({ etag: server.bucket(BUCKET).get(key)?.etag ?? '' });

  async function failsWith(code: ErrorCode, action: Promise<unknown>): Promise<SyncError> {
    let failure: unknown;
    await assert.rejects(action, (error) => {
      failure = error;
      return true;
    });
    assert.ok(failure instanceof SyncError, String(failure));
    assert.equal(failure.code, code, failure.message);
    return failure;
  }

  const fail = (operation: Operation, then: Fault, times = Infinity, after = 0): void =>
    server.faults.add({ operation, then, times, after });

  describe('temporary faults', () => {
    it('finishes 100 uploads while 3 of 10 requests are told to slow down', async () => {
      await begin({ seed: 7 });
      server.faults.add({ probability: 0.3, then: fault.slowDown });
      const keys = Array.from({ length: 100 }, (_, i) => `storm/${i}.png`);
      await eachAtOnce(keys, 32, (key) => put(key));
      assert.equal(server.bucket(BUCKET).keys.length, 100);
      assert.ok(server.requests.all.length < 3 * 100, `${server.requests.all.length} requests`);
    });

    const passing: readonly (readonly [string, Fault])[] = [
      ['500 InternalError', fault.internalError],
      ['429', fault.error(429, 'TooManyRequests')],
      ['a reset connection', fault.reset],
      ['a lost answer', fault.lostAnswer],
      ['400 RequestTimeout', fault.error(400, 'RequestTimeout')],
    ];
    for (const [name, then] of passing) {
      it(`uploads despite ${name}`, async () => {
        await begin();
        fail('PutObject', then, 2);
        await put('a.png');
        assert.deepEqual(server.bucket(BUCKET).keys, ['a.png']);
      });
    }

    it('learns the time from the server', async () => {
      await begin({ now: () => Date.now() + 3 * 60 * 60 * 1000 });
      await Promise.all(Array.from({ length: 20 }, (_, i) => put(`skewed/${i}.png`)));
      assert.equal(server.bucket(BUCKET).keys.length, 20);
      assert.equal((await opened.store.head('skewed/0.png', signal))?.size, 5);
    });

    it('learns the time from a first HEAD request, which has no error code', async () => {
      await begin({ now: () => Date.now() - 3 * 60 * 60 * 1000 });
      server.bucket(BUCKET).put('a.png', 'a cat');
      assert.equal((await opened.store.head('a.png', signal))?.size, 5);
    });

    for (const wrongRegion of ['redirect', 'malformed'] as const) {
      it(`finds the bucket's region when the answer is ${wrongRegion}`, async () => {
        await begin({ region: 'eu-central-1', personality: { wrongRegion } });
        assert.equal(opened.region, 'us-east-1');
        await Promise.all(Array.from({ length: 8 }, (_, i) => put(`far/${i}.png`)));
        assert.equal(opened.region, 'eu-central-1');
        assert.equal((await listAll(opened.store, 'far/')).objects.length, 8);
      });

      it(`finds it from a HEAD when the answer is ${wrongRegion}`, async () => {
        await begin({ region: 'eu-central-1', personality: { wrongRegion } });
        server.bucket(BUCKET).put('a.png', 'a cat');
        assert.equal((await opened.store.head('a.png', signal))?.size, 5);
      });
    }

    it('completes a multipart upload once, although the first answer was lost', async () => {
      await begin();
      fail('CompleteMultipartUpload', fault.lostAnswer, 1);
      const bytes = patternBytes(PART_SIZE + 10);
      const { etag } = await opened.store.putParts(
        { key: 'big.png', parts: slices(bytes, PART_SIZE), info: uploadInfo(bytes) },
        'absent',
        signal,
      );
      assert.equal(server.bucket(BUCKET).get('big.png')?.etag, etag);
    });

    it('requests the ETag if the answer to a multipart upload has none', async () => {
      await begin({ personality: { emptyCompleteEtag: true } });
      const bytes = patternBytes(PART_SIZE + 10);
      const { etag } = await opened.store.putParts(
        { key: 'big.png', parts: slices(bytes, PART_SIZE), info: uploadInfo(bytes) },
        'absent',
        signal,
      );
      assert.equal(server.bucket(BUCKET).get('big.png')?.etag, etag);
    });

    it('does not treat the ETag of an encrypted object as an MD5', async () => {
      await begin({ personality: { etags: 'kms' } });
      await put('a.png');
      assert.equal((await opened.store.head('a.png', signal))?.etagMayBeMd5, false);
    });
  });

  describe('permanent faults', () => {
    it('gives up on a part that never arrives, and leaves no parts', async () => {
      await begin();
      fail('UploadPart', fault.error(403, 'AccessDenied'), Infinity, 1);
      const bytes = patternBytes(PART_SIZE * 3);
      await failsWith(
        'access-denied',
        opened.store.putParts(
          { key: 'big.png', parts: slices(bytes, PART_SIZE), info: uploadInfo(bytes) },
          'absent',
          signal,
        ),
      );
      assert.deepEqual(server.bucket(BUCKET).unfinishedUploads, []);
    });

    it('names the right that is missing', async () => {
      await begin();
      server.bucket(BUCKET).put('a.png', 'a cat');
      const attempts: Readonly<Record<string, () => Promise<unknown>>> = {
        's3:ListBucket': () => listAll(opened.store, 'x/'),
        's3:GetObject': () => opened.store.get('a.png', signal),
        's3:PutObject': () => put('b.png'),
        's3:DeleteObject': () => opened.store.delete('a.png', etagOf('a.png'), signal),
      };
      for (const [action, attempt] of Object.entries(attempts)) {
        server.policies.clear();
        server.policies.deny({ action });
        const { data } = await failsWith('access-denied', attempt());
        assert.equal(data.action, action);
        assert.equal(data.bucket, BUCKET);
      }
      const refused = server.requests.all.filter(({ status }) => status === 403);
      assert.deepEqual(
        refused.map(({ operation }) => operation),
        ['ListObjectsV2', 'GetObject', 'PutObject', 'DeleteObject'],
        'a refusal is not tried again',
      );
    });

    it('explains the refusal of a HEAD by a GET', async () => {
      await begin();
      server.bucket(BUCKET).put('a.png', 'a cat');
      server.policies.deny({ action: 's3:GetObject' });
      await failsWith('access-denied', opened.store.head('a.png', signal));
      assert.deepEqual(server.requests.counts(), { HeadObject: 1, GetObject: 1, ListObjectsV2: 1 });
    });

    it('does not treat a refused HEAD as a missing object', async () => {
      await begin();
      server.policies.deny({ action: 's3:ListBucket' });
      await failsWith('access-denied', opened.store.head('missing.png', signal));
    });

    it('reports expired keys, with the profile and without retries', async () => {
      await begin({}, { profile: 'gpu-box' });
      server.faults.add({ then: fault.expiredToken });
      const { data } = await failsWith('expired-credentials', put('a.png'));
      assert.equal(data.profile, 'gpu-box');
      assert.ok(server.requests.all.length <= 2, 'a HEAD, explained by a GET, at most');
    });

    it('finds the reason for a refused HEAD', async () => {
      await begin();
      server.faults.add({ then: fault.expiredToken });
      await failsWith('expired-credentials', opened.store.head('a.png', signal));
    });

    it('reports a wrong region if the right one is unknown', async () => {
      await begin();
      server.faults.add({ then: fault.error(301, 'PermanentRedirect') });
      await failsWith('wrong-region', put('a.png'));
    });

    it('understands errors without a message', async () => {
      await begin();
      fail('PutObject', fault.error(403, 'SignatureDoesNotMatch', ''));
      await failsWith('wrong-credentials', put('a.png'));
    });

    it('gives up quickly if no server listens', async () => {
      const port = await unusedPort();
      await begin({}, { endpoint: `http://127.0.0.1:${port}` });
      const startedAt = performance.now();
      const { data } = await failsWith('no-network', listAll(opened.store, 'x/'));
      assert.equal(data.endpoint, `http://127.0.0.1:${port}`);
      assert.ok(performance.now() - startedAt < 3000);
    });

    it('gives up quickly if the host does not exist', async () => {
      await begin({}, { endpoint: 'http://no-such-host.invalid' });
      await failsWith('no-network', listAll(opened.store, 'x/'));
    });

    it('gives up quickly on https to an http port', async () => {
      await begin();
      const https = await openObjectStore({
        bucket: BUCKET,
        concurrency: 4,
        connection: {
          endpoint: server.endpoint.replace('http:', 'https:'),
          forcePathStyle: 'auto',
          credentials: server.credentials,
        },
      });
      started.push(https.store);
      await failsWith('no-network', listAll(https.store, 'x/'));
    });

    it('cancels within 2 s while it waits for a server that never answers', async () => {
      await begin();
      server.faults.add({ then: fault.hang });
      const cancelling = new AbortController();
      const waiting = failsWith('cancelled', opened.store.head('a.png', cancelling.signal));
      const startedAt = performance.now();
      cancelling.abort();
      await waiting;
      assert.ok(performance.now() - startedAt < 2000);
    });

    it('cancels while it waits for a retry', async () => {
      await begin();
      const cancelling = new AbortController();
      server.faults.add({ then: fault.slowDown });
      server.faults.add({ times: 1, then: fault.call(() => void setImmediate(() => cancelling.abort())) });
      await failsWith('cancelled', opened.store.head('a.png', cancelling.signal));
    });
  });

  describe('deletions', () => {
    it('are answered separately: a denied one does not prevent the others', async () => {
      await begin();
      const keys = Array.from({ length: 20 }, (_, i) => `${i}.png`);
      for (const key of keys) server.bucket(BUCKET).put(key, key);
      server.policies.deny({ action: 's3:DeleteObject', key: '7.png' });
      const ends = await Promise.allSettled(keys.map((key) => opened.store.delete(key, etagOf(key), signal)));
      const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as SyncError] : []));
      assert.deepEqual(
        failures.map(({ code, data }) => [code, data.file]),
        [['access-denied', '7.png']],
      );
      assert.deepEqual(server.bucket(BUCKET).keys, ['7.png']);
    });
  });

  describe('slow downloads', () => {
    it('arrive completely', async () => {
      await begin();
      const bytes = patternBytes(100_000);
      server.bucket(BUCKET).put('a.png', bytes);
      fail('GetObject', fault.slowBody(20, 20));
      assert.deepEqual(await bytesOf(await opened.store.get('a.png', signal)), bytes);
    });

    it('are cancelled within 2 s', async () => {
      await begin();
      server.bucket(BUCKET).put('a.png', patternBytes(100_000));
      fail('GetObject', fault.slowBody(100, 500));
      const cancelling = new AbortController();
      const download = await opened.store.get('a.png', cancelling.signal);
      const reading = failsWith('cancelled', bytesOf(download));
      const startedAt = performance.now();
      cancelling.abort();
      await reading;
      assert.ok(performance.now() - startedAt < 2000);
    });
  });

  describe('interrupted downloads', () => {
    const breaking: readonly (readonly [string, Fault])[] = [
      ['is reset', fault.resetBodyAfter(1000)],
      ['ends too early', fault.endBodyAfter(1000)],
    ];
    for (const [name, then] of breaking) {
      it(`are a temporary fault if the body ${name}`, async () => {
        await begin();
        const bytes = patternBytes(300_000);
        server.bucket(BUCKET).put('a.png', bytes);
        fail('GetObject', then, 1);
        const error = await failsWith('server-error', bytesOf(await opened.store.get('a.png', signal)));
        assert.ok(error.isTransient);
        assert.equal(error.data.file, 'a.png');
        assert.deepEqual(await bytesOf(await opened.store.get('a.png', signal)), bytes);
      });
    }
  });

  describe('incomplete listings', () => {
    const incomplete: readonly (readonly [string, Fault])[] = [
      ['announces further pages without a token', fault.noToken],
      ['has a wrong count', fault.wrongKeyCount],
      ['is truncated', fault.truncatedXml],
      ['has the token of the first page again', fault.repeatedToken],
      ['has a key outside the prefix', rewrite((body) => body.replaceAll('<Key>list/', '<Key>other/'))],
      ['does not say whether it is the last one', rewrite((body) => body.replace(/<IsTruncated>.*?>/, ''))],
      ['is a web page', rewrite(() => '<html><body>Welcome to nginx!</body></html>')],
      ['is empty', rewrite(() => '')],
      ['is not XML', rewrite(() => 'Bad gateway')],
    ];
    for (const [name, then] of incomplete) {
      it(`are refused if a page ${name}`, async () => {
        await begin();
        for (let i = 0; i < 1500; i++) server.bucket(BUCKET).put(`list/${i}.txt`, 'x');
        fail('ListObjectsV2', then);
        await failsWith('incomplete-listing', listAll(opened.store, 'list/'));
      });
    }

    it('fail as a whole if the second page keeps failing', async () => {
      await begin();
      for (let i = 0; i < 1500; i++) server.bucket(BUCKET).put(`list/${i}.txt`, 'x');
      fail('ListObjectsV2', fault.error(403, 'AccessDenied'), Infinity, 1);
      await failsWith('access-denied', listAll(opened.store, 'list/'));
    });

    for (const [name, then] of [
      ['is refused once', fault.slowDown],
      ['is interrupted once', fault.resetBodyAfter(5000)],
      ['ends too early once', fault.endBodyAfter(5000)],
    ] as const) {
      it(`are completed if the second page ${name}`, async () => {
        await begin();
        for (let i = 0; i < 1500; i++) server.bucket(BUCKET).put(`list/${i}.txt`, 'x');
        fail('ListObjectsV2', then, 1, 1);
        assert.equal((await listAll(opened.store, 'list/')).objects.length, 1500);
        assert.equal(server.requests.count('ListObjectsV2'), 3);
      });
    }
  });

  it('never lists buckets, and sends no request before it is used', async () => {
    await begin();
    assert.deepEqual(server.requests.counts(), {});
    await put('a.png');
    await listAll(opened.store, '');
    const found = { HeadObject: 2, PutObject: 2 };
    assert.deepEqual(
      server.requests.counts(),
      { ...found, ListObjectsV2: 1 },
      'the first write is tried twice',
    );
  });
});

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
