import assert from 'node:assert/strict';
import { HeadObjectCommand, S3Client, type HeadObjectCommandInput } from '@aws-sdk/client-s3';
import { HttpResponse, type HttpRequest } from '@smithy/core/protocols';
import {
  encodedKey,
  RequestSigner,
  SHA256_OF_NOTHING,
  type SigningKeys,
} from '../../../../src/s3/wire/signature.js';

const KEYS: SigningKeys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

/** The examples of AWS: docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
const PUBLISHED = [
  {
    method: 'GET',
    path: '/test.txt',
    headers: {
      host: 'examplebucket.s3.amazonaws.com',
      range: 'bytes=0-9',
      'x-amz-content-sha256': SHA256_OF_NOTHING,
    },
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
  {
    method: 'PUT',
    path: `/${encodedKey('test$file.text')}`,
    headers: {
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      host: 'examplebucket.s3.amazonaws.com',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    },
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  },
];

const AWKWARD_KEYS = [
  'styles/16/a b+c.png',
  'percent%20%2F.png',
  'hash#tag?x=1&y=2.png',
  'it\'s "quoted" (really)!*.png',
  '日本語 кот 😀👩‍🚀.png',
  'e\u0301 decomposed, ~back\\slash|^`.png',
  '/leading//double/../dots/./slash/',
  '$&+,:;=@.png',
];

describe('Signatures', () => {
  for (const { signature, ...request } of PUBLISHED) {
    it(`of a ${request.method} equal the examples of AWS`, () => {
      const signer = new RequestSigner('us-east-1', 's3');
      const signed = signer.sign(request, KEYS, new Date('2013-05-24'));
      assert.equal(signatureIn(signed), signature);
    });
  }

  for (const key of AWKWARD_KEYS) {
    it(`and paths equal those of the SDK for ${JSON.stringify(key)}`, async () => {
      await isAsTheSdks({ Bucket: 'training', Key: key });
    });
  }

  it('equal those of the SDK with a condition and temporary keys', async () => {
    const condition = { IfMatch: '"0123"', IfNoneMatch: '*' };
    await isAsTheSdks({ Bucket: 'a.bucket', Key: 'a.png', ...condition }, { sessionToken: 'a/token+of==' });
  });

  it('change with the day, the secret and the region', () => {
    const [request] = PUBLISHED;
    assert.ok(request !== undefined);
    const signer = new RequestSigner('us-east-1', 's3');
    const on = (day: string, by = signer, keys = KEYS) => signatureIn(by.sign(request, keys, new Date(day)));
    const all = [
      on('2013-05-24'),
      on('2013-05-25'),
      on('2013-05-24', signer, { ...KEYS, secretAccessKey: 'another' }),
      on('2013-05-24', new RequestSigner('eu-west-1', 's3')),
    ];
    assert.equal(new Set(all).size, all.length);
    assert.equal(on('2013-05-24'), all[0]);
  });
});

const signatureIn = (headers: Readonly<Record<string, string>>): string | undefined =>
  headers['authorization']?.split('Signature=')[1];

/** Signs again what the SDK has signed. */
async function isAsTheSdks(input: HeadObjectCommandInput, more: Partial<SigningKeys> = {}): Promise<void> {
  const keys = { ...KEYS, ...more };
  let sent: HttpRequest | undefined;
  const client = new S3Client({
    region: 'eu-west-1',
    credentials: keys,
    requestHandler: {
      handle: (request: HttpRequest) => {
        sent = request;
        return Promise.resolve({ response: new HttpResponse({ statusCode: 200, headers: {} }) });
      },
    },
  });
  await client.send(new HeadObjectCommand(input));
  assert.ok(sent !== undefined);
  const { method, path } = sent;
  const { authorization, ...unsigned } = sent.headers;
  const signedNames = /SignedHeaders=([^,]*)/.exec(authorization ?? '')?.[1]?.split(';') ?? [];
  const headers = Object.fromEntries(signedNames.map((name) => [name, unsigned[name] ?? '']));
  const time = (headers['x-amz-date'] ?? '').replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5');
  const { host = '', 'x-amz-content-sha256': sha256 = '' } = headers;
  const request = { method, path, headers: { ...headers, host, 'x-amz-content-sha256': sha256 } };
  const signed = new RequestSigner('eu-west-1', 's3').sign(request, keys, new Date(time));
  assert.deepEqual(signed, { ...headers, authorization });
  const { Key = '', Bucket = '' } = input;
  const bucketInPath = Bucket.includes('.') ? `/${Bucket}/` : '/';
  assert.equal(path, `${bucketInPath}${encodedKey(Key)}`);
}
