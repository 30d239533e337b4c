import assert from 'node:assert/strict';
import { S3Client } from '@aws-sdk/client-s3';
import { plainAddressOf } from '../../../../src/s3/wire/bucketAddress.js';
import { bucketAddressOf } from '../../../../src/s3/client/sdkBucketAddress.js';

const ENDPOINTS = [
  'http://127.0.0.1:9000',
  'https://s3.example.com',
  'https://s3.example.com:8443/base/path',
  'http://[::1]:9000',
  'https://s3.eu-west-1.amazonaws.com',
];
const PLAIN_REGIONS = [
  'us-east-1',
  'eu-central-1',
  'us-gov-west-1',
  'cn-north-1',
  'auto',
  'garage',
  'default',
];
const PLAIN_BUCKETS = ['training', 'a-1', '0123456789', 'x'.repeat(63)];
const OTHER_REGIONS = ['aws-global', 'fips-us-east-1', 'us-east-1-fips', 'snow', 'US', ''];
const OTHER_BUCKETS = [
  'training.example.com',
  'Training',
  'ab',
  'x'.repeat(64),
  '-training',
  'training--use1-az4--x-s3',
  'training--op-s3',
  'training-s3alias',
  'arn:aws:s3:us-east-1:123456789012:accesspoint/training',
  'a/b',
  '..',
];

describe('The address of a bucket that needs no rules of the SDK', () => {
  for (const endpoint of ENDPOINTS) {
    it(`equals the address of the SDK: ${endpoint}`, async () => {
      for (const region of PLAIN_REGIONS) {
        const client = new S3Client({ endpoint, region, forcePathStyle: true });
        for (const bucket of PLAIN_BUCKETS) {
          const address = plainAddressOf(endpoint, region, bucket);
          assert.ok(address !== undefined);
          assert.deepEqual(address, await bucketAddressOf(client, bucket), `${region} ${bucket}`);
        }
      }
    });
  }

  it('is left to the SDK if the bucket or the region may have a special meaning', () => {
    for (const bucket of OTHER_BUCKETS)
      assert.equal(plainAddressOf('http://h', 'us-east-1', bucket), undefined, bucket);
    for (const region of OTHER_REGIONS)
      assert.equal(plainAddressOf('http://h', region, 'training'), undefined, region);
    for (const endpoint of ['http://h?a=b', 'http://user@h', 'http://h#a'])
      assert.equal(plainAddressOf(endpoint, 'us-east-1', 'training'), undefined, endpoint);
  });
});
