import assert from 'node:assert/strict';
import { ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { openObjectStore, type OpenObjectStore } from '../../src/s3/openObjectStore.js';
import { SyncError } from '../../src/core/errors.js';
import {
  PART_SIZE,
  bytesOf,
  eachAtOnce,
  hex,
  listAll,
  patternBytes,
  slices,
  uploadInfo,
} from './contents.js';

/** The part of a server that the suite needs. */
export interface ContractServer {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  createBucket(name: string): Promise<void>;
  close(): Promise<void>;
}

/** The differences of a server from AWS that affect these tests. */
export interface ServerTraits {
  readonly multipartEtag?: RegExp;
  /** Whether every bucket keeps versions. */
  readonly keepsVersions?: boolean;
  /** Whether to run the tests with thousands of objects, which no personality affects; default: true. */
  readonly many?: boolean;
  /** Features of S3 that the server lacks; their tests are skipped. */
  readonly lacks?: readonly Lack[];
}

export type Lack =
  /** The server stores bytes that do not match their Content-MD5. */
  | 'checks MD5'
  /** The server accepts every key and every signature. */
  | 'checks keys'
  /** The server accepts names of more than 1,024 bytes. */
  | 'limits names';

const BUCKET = 'contract';

/** Names that URLs, XML or form encoding could damage. */
const AWKWARD_NAMES = [
  'a b.png',
  'plus+plus.png',
  'percent%20.png',
  'hash#tag.png',
  'what?x=1&y=2.png',
  'it\'s "quoted".png',
  '日本語 кот קֶשֶׁת.png',
  'emoji 😀👩‍🚀.png',
  'lt<gt>&amp;.png',
  '(brackets)[and]{braces}!*.png',
  'semi;colon:at@eq=,$.png',
  'e\u0301 decomposed, \u00e9 composed.png',
  'trailing space .png',
  'back\\slash|pipe^~`.png',
];

/** The contract of adapter and server. `name`: the server's name. */
export function objectStoreContract(
  name: string,
  start: () => Promise<ContractServer>,
  { multipartEtag = /^"[0-9a-f]{32}-3"$/, keepsVersions = false, many = true, lacks = [] }: ServerTraits = {},
): void {
  describe(`Object store on ${name}`, function () {
    this.timeout(60_000);
    let server: ContractServer;
    let opened: OpenObjectStore;
    const { signal } = new AbortController();
    const open = (bucket: string, secretAccessKey = server.credentials.secretAccessKey) =>
      openObjectStore({
        bucket,
        concurrency: 32,
        connection: {
          endpoint: server.endpoint,
          forcePathStyle: 'auto',
          credentials: { accessKeyId: server.credentials.accessKeyId, secretAccessKey },
        },
      });
    /** Creates an object. */
    const put = (key: string, content: string | Buffer, contentType?: string) => {
      const bytes = Buffer.from(content);
      return opened.store.put(
        { key, content: bytes, info: uploadInfo(bytes, contentType) },
        'absent',
        signal,
      );
    };
    const replace = (key: string, content: string, etag: string) => {
      const bytes = Buffer.from(content);
      return opened.store.put({ key, content: bytes, info: uploadInfo(bytes) }, { etag }, signal);
    };
    const remove = async (key: string) => {
      const { etag = '' } = (await opened.store.head(key, signal)) ?? {};
      await opened.store.delete(key, { etag }, signal);
    };
    const fetchBytes = async (key: string) => bytesOf(await opened.store.get(key, signal));
    const unfinishedUploads = async (): Promise<string[]> => {
      const client = new S3Client({
        endpoint: server.endpoint,
        region: 'us-east-1',
        forcePathStyle: true,
        credentials: server.credentials,
      });
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
      client.destroy();
      return Uploads.map(({ Key = '' }) => Key);
    };
    const onlyWhereIt = (ability: Lack) => (lacks.includes(ability) ? it.skip : it);
    const rejectsWith = (code: string, action: Promise<unknown>) =>
      assert.rejects(action, (error) => {
        assert.ok(error instanceof SyncError, String(error));
        assert.equal(error.code, code, error.message);
        return true;
      });

    before(async function () {
      server = await start();
      await server.createBucket(BUCKET);
      opened = await open(BUCKET);
    });

    after(async () => {
      // If the start failed, there is nothing to close, and its error must not be hidden.
      (opened as OpenObjectStore | undefined)?.store.close();
      await (server as ContractServer | undefined)?.close();
    });

    describe('listing', () => {
      it('is empty for a prefix without objects', async () => {
        assert.deepEqual(await listAll(opened.store, 'nothing/here/'), { objects: [], pages: 1 });
      });

      it('has key, size and the ETag of the upload', async () => {
        const { etag } = await put('list/one/a.txt', 'a cat');
        const { objects } = await listAll(opened.store, 'list/one/');
        assert.deepEqual(objects, [{ key: 'list/one/a.txt', size: 5, etag }]);
      });

      if (many) {
        it('has 2,500 keys in three pages, each once', async () => {
          const keys = Array.from({ length: 2500 }, (_, i) => `list/many/${String(i).padStart(4, '0')}.txt`);
          await eachAtOnce(keys, 32, (key) => put(key, 'x'));
          const { objects, pages } = await listAll(opened.store, 'list/many/');
          assert.equal(pages, 3);
          assert.deepEqual(
            objects.map(({ key }) => key),
            keys,
          );
        });

        it('has as many pages if the keys are known, and can begin after names of every kind', async () => {
          const nameOf = (i: number) =>
            String(i).padStart(4, '0') + (i % 1000 === 999 ? ' +%2B&😀\uffe6' : '');
          const keys = Array.from({ length: 2500 }, (_, i) => `list/known/${nameOf(i)}.txt`);
          await eachAtOnce(keys, 32, (key) => put(key, 'x'));
          const inOrder = await listAll(opened.store, 'list/known/');
          assert.deepEqual(await listAll(opened.store, 'list/known/', signal, keys.toReversed()), inOrder);
          assert.deepEqual(
            inOrder.objects.map(({ key }) => key),
            keys,
          );
          for (const wrong of [['list/known/1500a.txt'], ['list/known/9'], ['list/known/2000 .txt']]) {
            const { objects } = await listAll(opened.store, 'list/known/', signal, [...keys, ...wrong]);
            assert.deepEqual(objects, inOrder.objects);
          }
        });
      }

      it('distinguishes a/1/ and a/10/', async () => {
        await put('a/1/x.png', 'one');
        await put('a/10/x.png', 'ten');
        await put('a/1.txt', 'beside');
        const { objects } = await listAll(opened.store, 'a/1/');
        assert.deepEqual(
          objects.map(({ key }) => key),
          ['a/1/x.png'],
        );
      });

      it('names the folders below a prefix', async () => {
        await put('folders/cat 1/a.png', '1');
        await put('folders/cat 1/sub/b.png', '2');
        await put('folders/dog+2/a.png', '3');
        await put('folders/loose.txt', '4');
        assert.deepEqual(await opened.listFolders('folders/', signal), ['cat 1', 'dog+2']);
        assert.deepEqual(await opened.listFolders('no/folders/', signal), []);
      });
    });

    describe('names', () => {
      for (const awkward of AWKWARD_NAMES) {
        it(`round-trips ${JSON.stringify(awkward)}`, async () => {
          const key = `names/${hex('md5', Buffer.from(awkward))}/${awkward}`;
          const bytes = patternBytes(300);
          await put(key, bytes);
          assert.deepEqual(await fetchBytes(key), bytes);
          assert.equal((await opened.store.head(key, signal))?.size, 300);
          const listed = await listAll(opened.store, key.slice(0, -awkward.length));
          assert.deepEqual(
            listed.objects.map((object) => object.key),
            [key],
          );
          await remove(key);
          assert.equal(await opened.store.head(key, signal), undefined);
        });
      }
    });

    describe('objects', () => {
      it('return the properties that the upload gave', async () => {
        const bytes = patternBytes(100_000);
        const { etag } = await put('objects/a.webp', bytes, 'image/webp');
        const expected = {
          key: 'objects/a.webp',
          size: 100_000,
          etag,
          sha256: hex('sha256', bytes),
          etagMayBeMd5: true,
        };
        assert.equal(etag, `"${hex('md5', bytes)}"`);
        const { versionId, ...said } = (await opened.store.head('objects/a.webp', signal)) ?? {};
        assert.deepEqual(said, expected);
        assert.equal(versionId !== undefined, keepsVersions);
        const download = await opened.store.get('objects/a.webp', signal);
        assert.deepEqual(download.head, { ...expected, versionId });
        assert.deepEqual(await bytesOf(download), bytes);
      });

      it('keep the content type', async () => {
        await put('objects/type.txt', 'a cat', 'text/plain; charset=utf-8');
        const client = new S3Client({
          endpoint: server.endpoint,
          region: 'us-east-1',
          forcePathStyle: true,
          credentials: server.credentials,
        });
        const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
        const head = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'objects/type.txt' }));
        client.destroy();
        assert.equal(head.ContentType, 'text/plain; charset=utf-8');
      });

      it('may be empty', async () => {
        await put('objects/empty.txt', '');
        assert.equal((await fetchBytes('objects/empty.txt')).length, 0);
      });

      it('may have 12 MB in one request', async () => {
        const bytes = patternBytes(12_000_000);
        await put('objects/large.png', bytes);
        assert.equal(hex('sha256', await fetchBytes('objects/large.png')), hex('sha256', bytes));
      });

      it('get a new ETag only with new bytes', async () => {
        const first = await put('objects/etag.txt', 'cat');
        assert.deepEqual(await replace('objects/etag.txt', 'cat', first.etag), first);
        assert.notDeepEqual(await replace('objects/etag.txt', 'dog', first.etag), first);
        assert.equal((await fetchBytes('objects/etag.txt')).toString(), 'dog');
      });

      onlyWhereIt('checks MD5')('refuses bytes that are not those of the MD5', async () => {
        const info = { ...uploadInfo(Buffer.from('cat')), md5: hex('md5', Buffer.from('dog')) };
        await rejectsWith(
          'wrong-bytes',
          opened.store.put({ key: 'objects/bad.txt', content: Buffer.from('cat'), info }, 'absent', signal),
        );
        assert.equal(await opened.store.head('objects/bad.txt', signal), undefined);
      });

      it('are reported as missing if they do not exist', async () => {
        assert.equal(await opened.store.head('objects/none', signal), undefined);
        await rejectsWith('object-missing', opened.store.get('objects/none', signal));
      });

      it('are deleted, which is no error if they do not exist', async () => {
        const object = await put('objects/gone.txt', 'x');
        await opened.store.delete('objects/gone.txt', object, signal);
        assert.equal(await opened.store.head('objects/gone.txt', signal), undefined);
        await opened.store.delete('objects/gone.txt', object, signal);
      });

      it('are accessible after a discarded download', async () => {
        await put('objects/discarded.png', patternBytes(2_000_000));
        const download = await opened.store.get('objects/discarded.png', signal);
        download.discard();
        assert.equal((await fetchBytes('objects/discarded.png')).length, 2_000_000);
      });

      it('allow 64 transfers at once', async () => {
        const keys = Array.from({ length: 256 }, (_, i) => `objects/at-once/${i}.png`);
        await eachAtOnce(keys, 64, (key) => put(key, key));
        await eachAtOnce(keys, 64, async (key) => assert.equal((await fetchBytes(key)).toString(), key));
      });
    });

    describe('multipart', () => {
      it('assembles the parts', async () => {
        const bytes = patternBytes(12_000_000);
        const { etag } = await opened.store.putParts(
          { key: 'parts/whole.png', parts: slices(bytes, PART_SIZE), info: uploadInfo(bytes) },
          'absent',
          signal,
        );
        const { versionId, ...head } = (await opened.store.head('parts/whole.png', signal)) ?? {};
        assert.match(etag, multipartEtag);
        assert.equal(versionId !== undefined, keepsVersions);
        assert.deepEqual(head, {
          key: 'parts/whole.png',
          size: 12_000_000,
          etag,
          sha256: hex('sha256', bytes),
          etagMayBeMd5: false,
        });
        assert.equal(hex('sha256', await fetchBytes('parts/whole.png')), hex('sha256', bytes));
        assert.deepEqual(await unfinishedUploads(), []);
      });

      it('leaves no parts if the source fails, and reports its error', async () => {
        const bytes = patternBytes(PART_SIZE * 2);
        async function* breaking(): AsyncGenerator<Uint8Array> {
          yield* slices(bytes, PART_SIZE);
          throw new SyncError('changed-during-sync', { file: 'x.png' });
        }
        await rejectsWith(
          'changed-during-sync',
          opened.store.putParts(
            { key: 'parts/broken.png', parts: breaking(), info: uploadInfo(bytes) },
            'absent',
            signal,
          ),
        );
        assert.deepEqual(await unfinishedUploads(), []);
        assert.equal(await opened.store.head('parts/broken.png', signal), undefined);
      });

      it('leaves no parts if it is cancelled, and ends within 2 s', async () => {
        const bytes = patternBytes(PART_SIZE * 6);
        const cancelling = new AbortController();
        let cancelledAt = 0;
        async function* cancelled(): AsyncGenerator<Uint8Array> {
          let part = 0;
          for await (const slice of slices(bytes, PART_SIZE)) {
            if (++part === 4) {
              cancelledAt = performance.now();
              cancelling.abort();
            }
            yield slice;
          }
        }
        await rejectsWith(
          'cancelled',
          opened.store.putParts(
            { key: 'parts/cancelled.png', parts: cancelled(), info: uploadInfo(bytes) },
            'absent',
            cancelling.signal,
          ),
        );
        assert.ok(performance.now() - cancelledAt < 2000);
        assert.deepEqual(await unfinishedUploads(), []);
      });
    });

    describe('cancelling', () => {
      it('ends uploads, downloads and listings at once', async () => {
        await put('cancel/large.png', patternBytes(12_000_000));
        const cancelling = new AbortController();
        const bytes = patternBytes(20_000_000);
        const download = await opened.store.get('cancel/large.png', cancelling.signal);
        const startedAt = performance.now();
        const all = [
          rejectsWith('cancelled', bytesOf(download)),
          rejectsWith(
            'cancelled',
            opened.store.put(
              { key: 'cancel/up.png', content: bytes, info: uploadInfo(bytes) },
              'absent',
              cancelling.signal,
            ),
          ),
          rejectsWith('cancelled', listAll(opened.store, 'list/many/', cancelling.signal)),
        ];
        cancelling.abort();
        await Promise.all(all);
        assert.ok(performance.now() - startedAt < 2000);
      });

      it('prevents new requests', async () => {
        const cancelled = AbortSignal.abort();
        await rejectsWith('cancelled', opened.store.delete('a/1/x.png', { etag: '' }, cancelled));
        await rejectsWith('cancelled', opened.store.head('a/1/x.png', cancelled));
        await rejectsWith('cancelled', listAll(opened.store, 'a/1/', cancelled));
        assert.equal((await fetchBytes('a/1/x.png')).toString(), 'one');
      });
    });

    describe('refusals', () => {
      it('name a missing bucket', async () => {
        const { store } = await open('no-such-bucket');
        const bytes = Buffer.from('x');
        await assert.rejects(listAll(store, 'x/'), (error) => {
          assert.ok(error instanceof SyncError);
          assert.equal(error.code, 'missing-bucket');
          assert.equal(error.data.bucket, 'no-such-bucket');
          assert.equal(error.data.endpoint, server.endpoint);
          return true;
        });
        await rejectsWith(
          'missing-bucket',
          store.put({ key: 'x', content: bytes, info: uploadInfo(bytes) }, 'absent', signal),
        );
        await rejectsWith('missing-bucket', store.get('x', signal));
        store.close();
      });

      onlyWhereIt('checks keys')('tells wrong keys from missing rights', async () => {
        const { store } = await open(BUCKET, 'not-the-secret');
        await rejectsWith('wrong-credentials', listAll(store, 'x/'));
        store.close();
        const stranger = await openObjectStore({
          bucket: BUCKET,
          concurrency: 4,
          connection: {
            endpoint: server.endpoint,
            forcePathStyle: 'auto',
            credentials: { accessKeyId: 'NOSUCHKEY', secretAccessKey: 'x' },
          },
        });
        await rejectsWith('wrong-credentials', listAll(stranger.store, 'x/'));
        stranger.store.close();
      });

      onlyWhereIt('limits names')('refuses a key that is too long', async () => {
        await rejectsWith('unsafe-name', put(`long/${'k'.repeat(1025)}`, 'x'));
      });
    });
  });
}
