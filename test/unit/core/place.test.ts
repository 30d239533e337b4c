import assert from 'node:assert/strict';
import { plainText } from '../../../src/operations/texts/translate.js';
import { describePlace } from '../../../src/operations/texts/placeTexts.js';
import {
  bucketProblem,
  endpointProblem,
  prefixProblem,
  regionProblem,
  type PlaceProblem,
  type WrongPlace,
} from '../../../src/core/place.js';

/** The given text, what is wrong with it, and the correct value that the message must name. */
type Row = readonly [given: string, problem: PlaceProblem | undefined, right?: string];

const BUCKETS: readonly Row[] = [
  ['my-data', undefined],
  ['A_b.c', undefined],
  [' padded ', undefined],
  ['tenant:bucket', undefined],
  ['arn:aws:s3:eu-west-1:1:accesspoint/data', undefined],
  ['', 'no-bucket'],
  ['  ', 'no-bucket'],
  ['s3://b', 'bucket-is-address', 'b'],
  ['S3://b/', 'bucket-is-address', 'b'],
  ['b/', 'bucket-is-address', 'b'],
  ['gs://b', 'bucket-is-address', 'b'],
  ['b/styles', 'bucket-has-prefix', '“b” and the prefix “styles/”'],
  ['s3://b/team/styles/', 'bucket-has-prefix', '“b” and the prefix “team/styles/”'],
  ['https://b.s3.amazonaws.com', 'bucket-is-address'],
  ['https://me:secret@h/b?X-Amz-Signature=secret', 'bucket-is-address'],
  ['arn:aws:s3:::b', 'bucket-is-arn', 'b'],
  ['arn:aws-cn:s3:::b/styles', 'bucket-is-arn', 'b'],
  ['my data', 'bucket-characters'],
  ['..', 'bucket-characters'],
  ['b?versions', 'bucket-characters'],
  ['b\\c', 'bucket-characters'],
  ['b\u202e', 'bucket-characters'],
];

const PREFIXES: readonly Row[] = [
  ['', undefined],
  ['styles', undefined],
  ['/team a/styles/', undefined],
  ['a..b/.hidden/', undefined],
  ['../', 'prefix-segments'],
  ['a/./b', 'prefix-segments'],
  ['styles/..', 'prefix-segments'],
  ['styles\\', 'prefix-characters'],
  ['a\u0000b', 'prefix-characters'],
  ['s3://b/styles', 'prefix-is-address'],
];

const ENDPOINTS: readonly Row[] = [
  ['', undefined],
  ['https://s3.example.com', undefined],
  ['http://127.0.0.1:9000/', undefined],
  ['https://s3.hf.co/team', undefined],
  ['https://ref.storage.supabase.co/storage/v1/s3', undefined],
  ['https://[::1]:9000', undefined],
  ['localhost:9000', 'endpoint-without-scheme', 'https://localhost:9000'],
  ['s3.example.com/base', 'endpoint-without-scheme', 'https://s3.example.com/base'],
  ['me:secret@s3.example.com', 'endpoint-without-scheme', 'https://s3.example.com'],
  ['not a url', 'endpoint-is-no-url'],
  ['ftp://host', 'endpoint-is-no-url'],
  ['http://', 'endpoint-is-no-url'],
  ['http://ho\nst', 'endpoint-is-no-url'],
  ['http://host\\path', 'endpoint-is-no-url'],
  ['s3://b', 'endpoint-is-bucket'],
  ['http://me:secret@host:9000', 'endpoint-with-user', 'http://host:9000'],
  ['https://secret@host/base/', 'endpoint-with-user', 'https://host/base'],
  ['http://:@host', 'endpoint-with-user', 'http://host'],
  ['https://host/?token=secret', 'endpoint-with-query', 'https://host'],
  ['https://host/b#secret', 'endpoint-with-query', 'https://host/b'],
  ['https://eu-west-1.console.aws.amazon.com/s3/buckets/b?region=x', 'endpoint-is-console', 'empty'],
  ['https://dash.cloudflare.com/1/r2/b', 'endpoint-is-console', 'r2.cloudflarestorage.com'],
  ['https://pub-1.r2.dev', 'endpoint-is-public', 'r2.cloudflarestorage.com'],
  ['https://f005.backblazeb2.com/file/b', 'endpoint-is-public', 's3.REGION.backblazeb2.com'],
  ['https://b.fra1.cdn.digitaloceanspaces.com', 'endpoint-is-public', 'REGION.digitaloceanspaces.com'],
  ['http://b.s3-website-us-east-1.amazonaws.com', 'endpoint-is-public', 'empty'],
  ['https://huggingface.co/buckets/me/b', 'endpoint-is-console', 's3.hf.co'],
];

const REGIONS: readonly Row[] = [
  ['', undefined],
  ['eu-central-1', undefined],
  ['RegionOne', undefined],
  ['auto', undefined],
  ['EU-RO-1', undefined],
  ['eu west', 'region-characters'],
  ['../evil', 'region-characters'],
  ['evil.example.com', 'region-characters'],
  ['-a', 'region-characters'],
  ['x'.repeat(64), 'region-characters'],
];

describe('A place in S3', () => {
  const check = (rows: readonly Row[], problemOf: (text: string) => WrongPlace | undefined): void => {
    for (const [given, problem, right] of rows) {
      it(`${JSON.stringify(given)}: ${problem ?? 'is right'}`, () => {
        const wrong = problemOf(given);
        assert.equal(wrong?.problem, problem);
        if (wrong === undefined) return;
        const sentence = describePlace(wrong, plainText);
        assert.ok(right === undefined || sentence.includes(right), sentence);
        assert.doesNotMatch(sentence + JSON.stringify(wrong), /secret/);
      });
    }
  };

  describe('has a bucket', () => check(BUCKETS, (text) => bucketProblem(text)));
  describe('has a prefix', () => check(PREFIXES, prefixProblem));
  describe('has an endpoint', () => check(ENDPOINTS, endpointProblem));
  describe('has a region', () => check(REGIONS, regionProblem));

  it('has no AWS access point beside an endpoint', () => {
    const wrong = bucketProblem('arn:aws:s3:eu-west-1:1:accesspoint/data', 'https://host');
    assert.equal(wrong?.problem, 'arn-beside-endpoint');
  });
});
