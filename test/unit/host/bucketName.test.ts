import assert from 'node:assert/strict';
import { bucketNameProblem } from '../../../src/host/bucketName.js';
import { plainText } from '../../../src/styles/texts.js';

describe('the name of a bucket', () => {
  it('is accepted in every form that servers accept', () => {
    for (const name of ['my-data', 'A_b.c', ' padded ', 'arn:aws:s3:eu-west-1:1:accesspoint/data']) {
      assert.equal(bucketNameProblem(name, plainText), undefined, name);
    }
  });

  it('is refused with a reason where it is no name', () => {
    for (const name of ['', '  ', 's3://my-data', 'my data', 'my-data/styles']) {
      assert.ok(bucketNameProblem(name, plainText), name);
    }
  });
});
