import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { startS3Server, type S3Server } from '../support/s3-server/s3Server.js';
import { patternBytes } from './contents.js';

const Bucket = 'training';

/** Features of the in-repo server for tests, beyond those that the adapter needs. */

describe('The in-repo S3 server', () => {
  let server: S3Server;
  let client: S3Client;
  let folder: string | undefined;

  async function start(inFolder?: string): Promise<void> {
    server = await startS3Server({
      buckets: [Bucket],
      ...(inFolder === undefined ? {} : { folder: inFolder }),
    });
    // The SDK's defaults: CRC32 in headers and trailers.
    client = new S3Client({
      endpoint: server.endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: server.credentials,
      maxAttempts: 1,
    });
  }

  async function stop(): Promise<void> {
    client.destroy();
    await server.close();
  }

  beforeEach(() => start());

  afterEach(async () => {
    await stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    folder = undefined;
  });

  const put = (Key: string, Body: string | Buffer = 'x') =>
    client.send(new PutObjectCommand({ Bucket, Key, Body }));
  const text = async (Key: string, VersionId?: string): Promise<string | undefined> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    return Body?.transformToString();
  };
  const fails = (action: Promise<unknown>, name: string) => assert.rejects(action, { name });

  describe('lists', () => {
    async function list(input: Partial<ConstructorParameters<typeof ListObjectsV2Command>[0]>) {
      const keys: string[] = [];
      const folders: string[] = [];
      let pages = 0;
      let ContinuationToken: string | undefined;
      do {
        const page: Awaited<ReturnType<typeof send>> = await send(ContinuationToken);
        keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
        folders.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix));
        pages++;
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      return { keys, folders, pages };

      function send(token: string | undefined) {
        return client.send(new ListObjectsV2Command({ Bucket, ...input, ContinuationToken: token }));
      }
    }

    it('in the order of UTF-8 bytes', async () => {
      const keys = ['\uff5e', '\u{1f600}', 'a', 'Z', 'a-', 'a/x', 'a0', 'é'];
      for (const key of keys) await put(key);
      const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      assert.deepEqual((await list({})).keys, sorted);
    });

    for (const MaxKeys of [1, 2, 3, 1000]) {
      it(`folders and keys together, ${MaxKeys} at a time`, async () => {
        for (const key of ['s/', 's/a/1', 's/a/2', 's/b', 's/b/1', 's/b/2', 's/c', 's0']) await put(key);
        const { keys, folders } = await list({ Prefix: 's/', Delimiter: '/', MaxKeys });
        assert.deepEqual(keys, ['s/', 's/b', 's/c']);
        assert.deepEqual(folders, ['s/a/', 's/b/']);
      });
    }

    it('after a key', async () => {
      for (const key of ['a', 'b', 'c']) await put(key);
      assert.deepEqual((await list({ StartAfter: 'a' })).keys, ['b', 'c']);
    });

    it('a page of 40,000 keys without reading them all', async () => {
      const bucket = server.bucket(Bucket);
      for (let i = 0; i < 40_000; i++) bucket.put(`many/${(i * 7919) % 40_000}`, 'x');
      const startedAt = performance.now();
      const { keys, pages } = await list({ Prefix: 'many/' });
      assert.equal(keys.length, 40_000);
      assert.equal(pages, 40);
      assert.ok(performance.now() - startedAt < 15_000);
    }).timeout(30_000);
  });

  describe('checks', () => {
    it('bytes in chunks with a trailing checksum', async () => {
      const bytes = patternBytes(200_000);
      const Body = Readable.from([
        bytes.subarray(0, 10),
        bytes.subarray(10, 150_000),
        bytes.subarray(150_000),
      ]);
      await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body, ContentLength: bytes.length }));
      assert.deepEqual(server.bucket(Bucket).get('a')?.bytes, bytes);
    });

    it('CRC32 and SHA-256', async () => {
      const wrong = { Bucket, Key: 'a', Body: 'cat' };
      await fails(client.send(new PutObjectCommand({ ...wrong, ChecksumCRC32: 'AAAAAA==' })), 'BadDigest');
      const ChecksumSHA256 = Buffer.alloc(32).toString('base64');
      await fails(client.send(new PutObjectCommand({ ...wrong, ChecksumSHA256 })), 'BadDigest');
      assert.equal(server.bucket(Bucket).get('a'), undefined);
    });

    it('the signature, and refuses a request without one', async () => {
      assert.equal((await fetch(`${server.endpoint}/${Bucket}/a`)).status, 403);
    });

    it('the signed path: that of a bucket may or may not end with a slash', async () => {
      await put('a', '1');
      for (const path of [`/${Bucket}`, `/${Bucket}/`]) {
        const list = new ListObjectsV2Command({ Bucket });
        list.middlewareStack.add(
          (next) => (args) => next({ ...args, request: Object.assign(args.request as object, { path }) }),
          { step: 'build' },
        );
        assert.equal((await client.send(list)).KeyCount, 1);
      }
    });

    it('conditions', async () => {
      const { ETag } = await put('a', '1');
      const write = (conditions: object) =>
        client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '2', ...conditions }));
      await fails(write({ IfNoneMatch: '*' }), 'PreconditionFailed');
      await fails(write({ IfMatch: '"0123"' }), 'PreconditionFailed');
      assert.equal(await text('a'), '1');
      await write({ IfMatch: ETag });
      assert.equal(await text('a'), '2');
      const deletion = new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch: ETag });
      await fails(client.send(deletion), 'PreconditionFailed');
    });
  });

  it('returns a range of an object', async () => {
    await put('a', '0123456789');
    const range = async (Range: string) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'a', Range }));
      return Body?.transformToString();
    };
    assert.equal(await range('bytes=2-4'), '234');
    assert.equal(await range('bytes=-3'), '789');
    assert.equal(await range('bytes=7-'), '789');
    await fails(range('bytes=50-60'), 'InvalidRange');
  });

  it('copies an object with an awkward name', async () => {
    await put("a b+ü%'.png", 'cat');
    const CopySource = `${Bucket}/${encodeURIComponent("a b+ü%'.png")}`;
    await client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
    assert.equal(await text('copy'), 'cat');
    const CopySourceIfMatch = '"0123"';
    const guarded = new CopyObjectCommand({ Bucket, Key: 'copy', CopySource, CopySourceIfMatch });
    await fails(client.send(guarded), 'PreconditionFailed');
  });

  it('answers a batch of deletions key by key', async () => {
    for (const key of ['a', 'b&c']) await put(key);
    server.policies.deny({ action: 's3:DeleteObject', key: 'a' });
    const Objects = [{ Key: 'a' }, { Key: 'b&c' }];
    const result = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    assert.deepEqual(
      result.Errors?.map(({ Key, Code }) => [Key, Code]),
      [['a', 'AccessDenied']],
    );
    assert.deepEqual(server.bucket(Bucket).keys, ['a']);
  });

  it('keeps versions and delete markers, and restores deleted objects', async () => {
    const Status = 'Enabled';
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
    const first = await put('a', '1');
    await put('a', '2');
    assert.equal(await text('a', first.VersionId), '1');
    const { DeleteMarker, VersionId } = await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    assert.equal(DeleteMarker, true);
    await fails(text('a'), 'NoSuchKey');
    assert.deepEqual(server.bucket(Bucket).keys, []);
    const listed = await client.send(new ListObjectVersionsCommand({ Bucket }));
    assert.deepEqual([listed.Versions?.length, listed.DeleteMarkers?.length], [2, 1]);
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId }));
    assert.equal(await text('a'), '2');
  });

  it('returns the location of a bucket', async () => {
    const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket }));
    assert.equal(LocationConstraint, undefined);
  });

  describe('with a folder', () => {
    beforeEach(async () => {
      await stop();
      folder = mkdtempSync(path.join(tmpdir(), 's3-server-'));
      await start(folder);
    });

    const restart = async (): Promise<void> => {
      await stop();
      await start(folder);
    };
    const plainFile = (key: string): string => path.join(folder ?? '', Bucket, key);

    it('keeps objects as plain files', async () => {
      await put('styles/16/cat 01.txt', 'a cat');
      assert.equal(readFileSync(plainFile('styles/16/cat 01.txt'), 'utf8'), 'a cat');
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'styles/16/cat 01.txt' }));
      assert.ok(!existsSync(plainFile('styles')), 'empty folders go with their last file');
    });

    it('keeps objects and their metadata across a restart', async () => {
      const Metadata = { sha256: 'abc' };
      await client.send(
        new PutObjectCommand({ Bucket, Key: 'a.png', Body: 'cat', ContentType: 'image/png', Metadata }),
      );
      await put('gone.png');
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'gone.png' }));
      await restart();
      assert.deepEqual(server.bucket(Bucket).keys, ['a.png']);
      const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'a.png' }));
      assert.deepEqual([head.ContentType, head.Metadata, head.ContentLength], ['image/png', Metadata, 3]);
      assert.equal(await text('a.png'), 'cat');
    });

    it('keeps keys that cannot be file paths', async () => {
      const keys = ['a', 'a/', 'a/b', 'dots/../../../escape', 'dots/./x', 'x//y', `long/${'n'.repeat(300)}`];
      for (const key of keys) await put(key, key);
      await restart();
      for (const key of keys) assert.equal(await text(key), key);
      assert.ok(!existsSync(path.join(folder ?? '', '..', 'escape')));
    });

    it('keeps versions across a restart', async () => {
      server.bucket(Bucket).versioning = 'Enabled';
      const { VersionId } = await put('a', '1');
      await put('a', '2');
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
      await restart();
      assert.equal(server.bucket(Bucket).versioning, 'Enabled');
      assert.equal(await text('a', VersionId), '1');
      await fails(text('a'), 'NoSuchKey');
    });
  });
});
