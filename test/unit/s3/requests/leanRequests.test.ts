import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { HttpResponse, type HttpRequest as SdkHttpRequest } from '@smithy/core/protocols';
import { plainAddressOf } from '../../../../src/s3/wire/bucketAddress.js';
import type { Connections } from '../../../../src/s3/http/connections.js';
import type { HttpRequest } from '../../../../src/s3/http/httpRequest.js';
import { LeanRequests } from '../../../../src/s3/requests/leanRequests.js';
import type { ObjectRequests } from '../../../../src/s3/requests/bucketRequests.js';
import { RegionClient } from '../../../../src/s3/client/regionClient.js';
import { SdkRequests } from '../../../../src/s3/requests/sdkRequests.js';

/** A request as the SDK passes it to its handler; our own are converted to that form. */
type Sent = Pick<SdkHttpRequest, 'method' | 'protocol' | 'hostname' | 'path' | 'query' | 'headers'> & {
  readonly port?: number | undefined;
  readonly body?: unknown;
};

const { signal } = new AbortController();
const SHA256 = 'a'.repeat(64);
const MD5_ETAG = `"${'b'.repeat(32)}"`;

describe('Requests that are built here', () => {
  describe('go where the SDK would send them', () => {
    const configurations: readonly (readonly [string, string, S3ClientConfig])[] = [
      ['to AWS', 'training', {}],
      ['to a bucket whose name has dots', 'training.example.com', {}],
      ['to China', 'training', { region: 'cn-north-1' }],
      ['by FIPS and dual stack', 'training', { useFipsEndpoint: true, useDualstackEndpoint: true }],
      ['to an access point', 'arn:aws:s3:us-east-1:123456789012:accesspoint/training', {}],
      ['to an endpoint', 'training', { endpoint: 'http://127.0.0.1:9000', forcePathStyle: true }],
      ['to an IPv6 endpoint', 'training', { endpoint: 'http://[::1]:9000', forcePathStyle: true }],
      ['to an endpoint with a path', 'training', { endpoint: 'https://s3.example.com/base' }],
    ];
    for (const [name, bucket, configuration] of configurations) {
      it(name, async () => {
        const { client, sent } = clientOf(configuration, {});
        const sdk = new SdkRequests(bucket, client);
        const key = 'styles/16/a b+c (日本).png';
        const [token, startAfter] = ["a/'(b)'*=&+", `${key} +%😀\uffe6`];
        const page = { prefix: key, delimiter: '/', token, startAfter } as const;
        await sdk.head({ key }, signal);
        await sdk.list(page, signal);
        const lean = new LeanRequests(bucket, client, refusing);
        await lean.head({ key }, signal);
        await lean.list(page, signal);
        const requests = sent.map(({ method, protocol, hostname, port, path, query, headers }) => ({
          request: [method, protocol, hostname, port, headers['host']],
          ...addressed(path, query),
          scope: /Credential=([^,]*)/.exec(headers['authorization'] ?? '')?.[1],
        }));
        assert.deepEqual(requests.slice(2), requests.slice(0, 2));
      });
    }
  });

  it('have the headers and the body that the SDK would send for an upload', async () => {
    const { client, sent } = clientOf({ endpoint: 'http://127.0.0.1:9000', forcePathStyle: true }, {});
    const content = Buffer.from('a cat');
    const info = { contentType: 'text/plain; charset=utf-8', size: 5, md5: 'd0'.repeat(16), sha256: SHA256 };
    const object = { key: 'a.txt', content, info };
    for (const requests of [new SdkRequests('b', client), new LeanRequests('b', client, refusing)]) {
      await requests.put({ ...object, condition: { ifMatch: '"0123"' } }, signal);
      await requests.put({ ...object, condition: { ifNoneMatch: '*' } }, signal);
    }
    const said = sent.map(({ headers, body }) => [
      ...[
        'content-length',
        'content-md5',
        'content-type',
        'if-match',
        'if-none-match',
        'x-amz-meta-sha256',
      ].map((name) => headers[name]),
      Buffer.from(body as Uint8Array).toString(),
    ]);
    assert.deepEqual(said.slice(2), said.slice(0, 2));
  });

  it('carry the token of temporary keys', async () => {
    const credentials = { accessKeyId: 'A', secretAccessKey: 's', sessionToken: 'lent' };
    const { client, sent } = clientOf({ credentials }, {});
    await new LeanRequests('training', client, refusing).delete({ key: 'a.png', condition: {} }, signal);
    assert.equal(sent[0]?.headers['x-amz-security-token'], 'lent');
    assert.match(sent[0].headers['authorization'] ?? '', /SignedHeaders=[^,]*x-amz-security-token/);
  });

  it('are signed with the time of the server, which the SDK then uses too', async () => {
    const hour = 60 * 60 * 1000;
    const { client, sdk, sent } = clientOf({}, { date: new Date(Date.now() + 3 * hour).toUTCString() });
    const requests = new LeanRequests('training', client, refusing);
    await requests.head({ key: 'a.png' }, signal);
    await requests.head({ key: 'a.png' }, signal);
    const [before = '', after = ''] = sent.map(({ headers }) => headers['x-amz-date']);
    assert.ok(timeOf(after) - timeOf(before) > 2.9 * hour);
    assert.ok(sdk.config.systemClockOffset > 2.9 * hour);
  });

  it('need no SDK if keys and address are plain', async () => {
    const { connections, sent } = clientOf({}, {});
    const client = new RegionClient(connections, never, {
      keys: { accessKeyId: 'A', secretAccessKey: 's' },
      addressOf: (bucket) => plainAddressOf('http://127.0.0.1:9000', 'us-east-1', bucket),
    });
    const requests = new LeanRequests('training', client, refusing);
    await requests.list({ prefix: 'styles/16/' }, signal);
    await requests.head({ key: 'styles/16/a.png' }, signal);
    await requests.delete({ key: 'styles/16/a.png', condition: {} }, signal);
    assert.equal(sent.length, 3);
  });

  describe('are made by the SDK', () => {
    const everything = async (client: RegionClient, bucket: string): Promise<readonly string[]> => {
      const asked: string[] = [];
      const requests = new LeanRequests(bucket, client, recording(asked));
      const info = { contentType: 'image/png', size: 0, md5: '', sha256: SHA256 };
      await requests.list({ prefix: '' }, signal);
      await requests.put({ key: 'a', content: Buffer.alloc(0), info, condition: {} }, signal);
      await requests.get({ key: 'a' }, signal);
      await requests.head({ key: 'a' }, signal);
      await requests.delete({ key: 'a', condition: {} }, signal);
      return asked;
    };
    const unusual: readonly (readonly [string, string, S3ClientConfig])[] = [
      ['in a directory bucket', 'training--use1-az4--x-s3', {}],
      ['if another kind of signature is preferred', 'training', { authSchemePreference: ['sigv4a'] }],
      [
        'if the configuration contradicts itself',
        'arn:aws:s3:us-east-1:123456789012:accesspoint/training',
        { forcePathStyle: true, endpoint: 'http://127.0.0.1:9000' },
      ],
    ];
    for (const [name, bucket, configuration] of unusual) {
      it(name, async () => {
        const { client, sent } = clientOf(configuration, {});
        assert.deepEqual(await everything(client, bucket), ['list', 'put', 'get', 'head', 'delete']);
        assert.equal(sent.length, 0);
      });
    }

    const downloads: readonly (readonly [string, Record<string, string>, readonly string[]])[] = [
      ['is of an upload of ours', { 'x-amz-meta-sha256': SHA256 }, []],
      ['has an MD5 for an ETag', { etag: MD5_ETAG }, []],
      ['came in parts', { etag: '"0123-2"' }, ['get']],
      ['has a hash of another form', { etag: '"0123-2"', 'x-amz-meta-sha256': 'qqo=' }, ['get']],
      ['is encrypted', { etag: MD5_ETAG, 'x-amz-server-side-encryption': 'aws:kms' }, ['get']],
    ];
    for (const [name, headers, expected] of downloads) {
      const verb = expected.length > 0 ? 'by their checksum at AWS' : 'never';
      it(`${verb} if a download ${name}`, async () => {
        const { client, bodies } = clientOf({}, headers);
        const asked: string[] = [];
        await new LeanRequests('training', client, recording(asked)).get({ key: 'a.png' }, signal);
        assert.deepEqual(asked, expected);
        assert.equal(bodies[0]?.destroyed, expected.length > 0);
      });
    }

    it('never for their checksum if the server is not known to store one', async () => {
      const { client } = clientOf({ responseChecksumValidation: 'WHEN_REQUIRED' }, { etag: '"0123-2"' });
      await new LeanRequests('training', client, refusing).get({ key: 'a.png' }, signal);
    });
  });
});

/** A client whose requests end in `sent`. Each is answered with success and these headers. */
function clientOf(
  configuration: S3ClientConfig,
  headers: Record<string, string>,
): {
  client: RegionClient;
  connections: Pick<Connections, 'send'>;
  sdk: S3Client;
  sent: Sent[];
  bodies: Readable[];
} {
  const sent: Sent[] = [];
  const bodies: Readable[] = [];
  const answerTo = (
    request: Sent,
  ): { statusCode: number; headers: Record<string, string>; body: Readable } => {
    sent.push(request);
    const body = Readable.from(isListing(request) ? [Buffer.from(EMPTY_PAGE)] : []);
    bodies.push(body);
    return { statusCode: 200, headers, body };
  };
  const sdk = new S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    ...configuration,
    requestHandler: {
      handle: (request: SdkHttpRequest) => Promise.resolve({ response: new HttpResponse(answerTo(request)) }),
    },
  });
  const connections = {
    send: ({ origin, ...request }: HttpRequest) =>
      Promise.resolve(answerTo({ ...origin, ...request, query: {} })),
  };
  const client = new RegionClient(connections, () => Promise.resolve(sdk));
  return { client, connections, sdk, sent, bodies };
}

/** The SDK keeps the query apart from the path; on the wire they are one. */
function addressed(path: string, query: Partial<SdkHttpRequest['query']>) {
  const [name = '', inPath = ''] = path.split('?');
  const parameters = [...new URLSearchParams(inPath)].concat(
    Object.entries(query).map(([key, value]) => [key, String(value)]),
  );
  return { path: name, query: new Map(parameters.filter(([key]) => key !== 'x-id').sort()) };
}

/** `20130524T000000Z` */
const timeOf = (text: string): number =>
  Date.parse(text.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));

const EMPTY_PAGE = '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>';

const isListing = ({ path, query }: Sent): boolean =>
  path.includes('list-type=2') || query['list-type'] === '2';

function recording(asked: string[]): ObjectRequests {
  const answer = (name: string) => () => {
    asked.push(name);
    return Promise.resolve({ etag: undefined });
  };
  const gone = (): Promise<void> => {
    asked.push('delete');
    return Promise.resolve();
  };
  return {
    list: () => {
      asked.push('list');
      return Promise.resolve({ objects: [], folders: [] });
    },
    put: answer('put'),
    get: answer('get'),
    head: answer('head'),
    copy: answer('copy'),
    delete: gone,
  };
}

const never = (): never => assert.fail('the SDK was asked');
const refusing: ObjectRequests = {
  list: never,
  put: never,
  get: never,
  head: never,
  copy: never,
  delete: never,
};
