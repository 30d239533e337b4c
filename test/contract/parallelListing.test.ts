import assert from 'node:assert/strict';
import { openObjectStore, type OpenObjectStore } from '../../src/s3/openObjectStore.js';
import { PAGES_AT_ONCE } from '../../src/s3/client/client.js';
import { SyncError, type ErrorCode } from '../../src/core/errors.js';
import { fault } from '../support/s3-server/faults.js';
import type { Personality } from '../support/s3-server/personality.js';
import { startS3Server, type S3Server } from '../support/s3-server/s3Server.js';
import { overBothPaths } from './bothPaths.js';
import { listAll } from './contents.js';

const BUCKET = 'training';
const PAGE = 10;

overBothPaths('A listing of mostly known keys', function () {
  this.timeout(30_000);
  let server: S3Server;
  let opened: OpenObjectStore;
  const { signal } = new AbortController();
  const started: { close(): void | Promise<void> }[] = [];

  async function begin(personality: Partial<Personality> = {}, concurrency = 1): Promise<void> {
    server = await startS3Server({ buckets: [BUCKET], personality: { pageSize: PAGE, ...personality } });
    opened = await openObjectStore({
      bucket: BUCKET,
      concurrency,
      connection: { endpoint: server.endpoint, forcePathStyle: 'auto', credentials: server.credentials },
    });
    started.push(opened.store, server);
  }

  afterEach(async () => {
    for (const part of started.splice(0)) await part.close();
  });

  const put = (...keys: readonly string[]): void => {
    for (const key of keys) server.bucket(BUCKET).put(key, 'x');
  };
  const keysOf = async (known: Iterable<string>, cancel = signal): Promise<string[]> =>
    (await listAll(opened.store, 's/', cancel, known)).objects.map(({ key }) => key);
  const numbered = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => `s/${String(i).padStart(4, '0')}.png`);
  const requests = (): number => server.requests.count('ListObjectsV2');
  const failsWith = (code: ErrorCode, action: Promise<unknown>) =>
    assert.rejects(action, (error) => error instanceof SyncError && error.code === code);

  it('takes one request per page, with eight pages at once', async () => {
    await begin();
    put(...numbered(200));
    let underWay = 0;
    let most = 0;
    const meet = async (): Promise<void> => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 50));
      underWay -= 1;
    };
    server.faults.add({ operation: 'ListObjectsV2', then: fault.call(meet) });
    assert.deepEqual(await keysOf(numbered(200)), numbered(200));
    assert.equal(requests(), 20);
    assert.equal(most, PAGES_AT_ONCE);
  });

  it('has added keys, and lacks removed ones, at the page borders and between them', async () => {
    for (const at of [0, 9, 10, 11, 19, 20, 25, 29, 30, 58, 59]) {
      await begin();
      const [removed, foreign] = [
        `s/${String(at).padStart(4, '0')}.png`,
        `s/${String(at).padStart(4, '0')}.npz`,
      ];
      const there = [...numbered(60).filter((key) => key !== removed), foreign, 's/README.txt'];
      put(...there, 'r/before.png', 't/behind.png');
      assert.deepEqual(await keysOf(numbered(60)), there.sort(), `at ${String(at)}`);
    }
  });

  it('is in the server’s order if that differs from UTF-16 order, and can begin at names of every kind', async () => {
    await begin({ pageSize: 1 });
    const names = [
      'a b',
      'a+b',
      'a%20b',
      'a%2Bb',
      'a&b',
      'é',
      '\ud7ff',
      '\uffe6',
      '\uffe6b',
      '😀',
      '😀b',
      '\u{1f680}',
    ];
    const keys = names.map((name) => `s/${name}.png`);
    put(...keys);
    const found = await keysOf(keys);
    assert.deepEqual(
      found,
      [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
    assert.equal(requests(), keys.length);
    const begun = server.requests.all.flatMap(({ query }) => query.get('start-after') ?? []);
    assert.deepEqual(begun.sort(), found.slice(0, -1).sort());
  });

  for (const startAfter of ['ignored', 'refused'] as const) {
    it(`is complete on a server where \`start-after\` is ${startAfter}`, async () => {
      await begin({ startAfter });
      put(...numbered(200));
      assert.deepEqual(await keysOf(numbered(200)), numbered(200));
      assert.ok(requests() <= 20 + PAGES_AT_ONCE, String(requests()));
    });
  }

  it('is listed by tokens if the first page has unknown keys', async () => {
    await begin();
    const there = [...numbered(50), ...numbered(50).map((key) => `${key}.npz`)].sort();
    put(...there);
    assert.deepEqual(await keysOf(numbered(50)), there);
    assert.equal(requests(), 10);
    assert.ok(server.requests.all.every(({ query }) => !query.has('start-after')));
  });

  describe('fails as a whole', () => {
    const thirdPage = { operation: 'ListObjectsV2', after: 2 } as const;
    for (const [name, code, then] of [
      ['is denied', 'access-denied', fault.error(403, 'AccessDenied')],
      ['is cut off', 'incomplete-listing', fault.truncatedXml],
      ['has a wrong count', 'incomplete-listing', fault.wrongKeyCount],
      ['says that more follows, but not where', 'incomplete-listing', fault.noToken],
    ] as const) {
      it(`when a page ${name}`, async () => {
        await begin();
        put(...numbered(200));
        server.faults.add({ ...thirdPage, then });
        await failsWith(code, keysOf(numbered(200)));
      });
    }

    it('when it is cancelled, with all running requests', async () => {
      await begin();
      put(...numbered(200));
      server.faults.add({ operation: 'ListObjectsV2', after: 1, then: fault.hang });
      const cancelling = new AbortController();
      const listed = failsWith('cancelled', keysOf(numbered(200), cancelling.signal));
      setTimeout(() => cancelling.abort(), 300);
      const startedAt = performance.now();
      await listed;
      assert.ok(performance.now() - startedAt < 2000);
      const before = requests();
      await new Promise((resolve) => setTimeout(resolve, 200));
      assert.equal(requests(), before);
    });
  });

  it('is complete if some pages are refused once', async () => {
    await begin();
    put(...numbered(200));
    server.faults.add({ operation: 'ListObjectsV2', after: 3, times: 3, then: fault.slowDown });
    assert.deepEqual(await keysOf(numbered(200)), numbered(200));
    assert.equal(requests(), 23);
  });

  it('aborts running requests when the consumer stops early', async () => {
    await begin();
    put(...numbered(200));
    let pages = 0;
    for await (const page of opened.store.list('s/', signal, numbered(200))) {
      assert.equal(page.length, PAGE);
      if (++pages === 3) break;
    }
    assert.ok(requests() <= 3 + PAGES_AT_ONCE, String(requests()));
  });
});
