import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { openObjectStore } from '../../src/s3/openObjectStore.js';
import type { SyncResult } from '../../src/operations/protocol/results.js';
import type { ObjectStore } from '../../src/core/ports/objectStore.js';
import { readWhole } from '../../src/core/content/readWhole.js';
import { SyncError } from '../../src/core/errors.js';
import { startS3Server } from '../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../support/syncedStyle.js';
import { overBothPaths } from './bothPaths.js';
import { listAll } from './contents.js';

const { signal } = new AbortController();
const ETAG = '"0123456789abcdef0123456789abcdef"';
const page = (inside: string): string =>
  `<ListBucketResult><EncodingType>url</EncodingType>${inside}</ListBucketResult>`;
const item = (key: string, size: number | string = 3, etag = ETAG): string =>
  `<Contents><Key>${key}</Key><Size>${String(size)}</Size><ETag>${etag.replaceAll('"', '&quot;')}</ETag></Contents>`;
const only = (contents: string): string =>
  page(`<KeyCount>1</KeyCount><IsTruncated>false</IsTruncated>${contents}`);

/** Every answer of a server is read with a limit (docs/sync-contract.md §9). */
overBothPaths('A server with endless answers', function () {
  this.timeout(60_000);
  let server: Server;
  let store: ObjectStore;
  let endpoint: string;
  let requests: number;
  let sent: number;

  async function serve(listener: RequestListener): Promise<void> {
    requests = sent = 0;
    server = createServer((request, response) => {
      requests++;
      request.resume();
      listener(request, response);
    });
    server.on('connection', (socket) => socket.on('close', () => (sent += socket.bytesWritten)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const connection = {
      endpoint,
      region: 'us-east-1',
      forcePathStyle: 'auto',
      credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    } as const;
    ({ store } = await openObjectStore({ bucket: BUCKET, concurrency: 4, connection }));
  }
  afterEach(async () => {
    store.close();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const codeOf = (code: string) => (error: unknown) => error instanceof SyncError && error.code === code;

  const listings: readonly (readonly [string, (n: number) => string])[] = [
    [
      'with an endless number of empty pages',
      (n) =>
        page(
          `<KeyCount>0</KeyCount><IsTruncated>true</IsTruncated><NextContinuationToken>${String(n)}</NextContinuationToken>`,
        ),
    ],
    [
      'whose tokens form a cycle',
      (n) =>
        page(
          `<KeyCount>1</KeyCount><IsTruncated>true</IsTruncated><NextContinuationToken>${String(n % 5)}</NextContinuationToken>${item('a')}`,
        ),
    ],
    ['that has a key of more than 1,024 bytes', () => only(item('a'.repeat(1025)))],
    [
      'that has such a key with three bytes per letter',
      () => only(item(encodeURIComponent('猫'.repeat(342)))),
    ],
    ['that has an endless ETag', () => only(item('a', 3, `"${'0'.repeat(5_000)}"`))],
    [
      'that has an endless token',
      () =>
        page(
          `<KeyCount>1</KeyCount><IsTruncated>true</IsTruncated><NextContinuationToken>${'t'.repeat(50_000)}</NextContinuationToken>${item('a')}`,
        ),
    ],
  ];
  for (const [name, document] of listings) {
    it(`cannot give a listing ${name}`, async () => {
      await serve((_, response) => response.end(document(requests)));
      await assert.rejects(listAll(store, ''), codeOf('incomplete-listing'));
      assert.ok(requests <= 101, `${String(requests)} requests`);
    });
  }

  it('lists keys of 1,024 bytes', async () => {
    await serve((_, response) => response.end(only(item('a'.repeat(1024)))));
    assert.equal((await listAll(store, '')).objects.length, 1);
  });

  for (const [name, status, code] of [
    ['a listing', 200, 'incomplete-listing'],
    ['a refusal', 403, 'access-denied'],
  ] as const) {
    it(`is not read to the end if ${name} is endless`, async () => {
      await serve((_, response) => {
        response.writeHead(status, { 'content-type': 'application/xml' });
        const write = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(256 * 1024, ' ')));
          if (!response.destroyed) response.once('drain', write);
        };
        response.write('<ListBucketResult>');
        write();
      });
      await assert.rejects(listAll(store, ''), codeOf(code));
      await wait(100);
      assert.ok(sent < 24 * 1024 * 1024 * requests, `${String(sent)} bytes`);
    });
  }

  /** Serves an object that has three bytes in the listing, with the answer to its GET. */
  const serveObject = (
    head: Readonly<Record<string, string>>,
    body: (size: number) => Buffer,
  ): Promise<void> =>
    serve((request, response) => {
      if (request.url?.includes('list-type') === true) {
        response.end(only(item('styles/16/a.png')));
        return;
      }
      response.writeHead(200, { etag: ETAG, ...head });
      if (request.method === 'HEAD') {
        response.end();
        return;
      }
      const write = (): void => {
        if (!response.destroyed && response.write(body(64 * 1024))) setImmediate(write);
        else if (!response.destroyed) response.once('drain', write);
      };
      write();
    });

  const fromS3 = async (): Promise<{
    readonly result: SyncResult;
    readonly files: string[];
    readonly written: number;
  }> => {
    const s3 = await startS3Server({ buckets: [BUCKET] });
    const style = new SyncedStyle({ ...s3, endpoint });
    let written = 0;
    const watcher = fs.watch(style.folder, (_, name) => {
      const size = fs.statSync(style.pathOf(name ?? ''), { throwIfNoEntry: false })?.size ?? 0;
      written = Math.max(written, size);
    });
    try {
      const result = await style.fromS3();
      return { result, files: Object.keys(style.local), written };
    } finally {
      watcher.close();
      style.remove();
      await s3.close();
    }
  };

  for (const [name, head] of [
    ['that announces more bytes than were listed', { 'content-length': String(9e14) }],
    ['without a length', {}],
  ] as const) {
    it(`causes no more bytes on disk than were listed, from a download ${name}`, async () => {
      await serveObject(head, (size) => Buffer.alloc(size, 'x'));
      const { result, files, written } = await fromS3().catch((error: unknown) => {
        assert.ok(error instanceof SyncError, String(error));
        return { result: undefined, files: [] as string[], written: 0 };
      });
      assert.equal(result?.failed ?? 1, 1);
      assert.deepEqual(files, []);
      assert.ok(written <= 3, `${String(written)} bytes were written`);
    });
  }

  it('cannot give an object for comparison that is larger than the memory limit', async () => {
    await serveObject({ 'content-length': String(9e14) }, (size) => Buffer.alloc(size, 'x'));
    await assert.rejects(readWhole(store, 'styles/16/a.png', 1024 * 1024, signal), codeOf('unreadable-file'));
  });
});
