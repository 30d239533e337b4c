import assert from 'node:assert/strict';
import { describeError } from '../../../../src/operations/texts/errorTexts.js';
import { plainText } from '../../../../src/operations/texts/translate.js';

describe('the sentences of errors', () => {
  it('name the file, the right, the bucket', () => {
    assert.match(
      describeError('access-denied', { action: 's3:PutObject', bucket: 'b' }, plainText),
      /s3:PutObject.*“b”/,
    );
    assert.match(describeError('disk-full', { file: '/x/a.jpg' }, plainText), /“\/x\/a\.jpg”/);
    assert.match(describeError('no-credentials', { profile: 'work' }, plainText), /“work”/);
  });

  it('say how to fix each problem with a certificate', () => {
    const about = { endpoint: 'https://nas:9000', cause: 'CODE' };
    const words = (certificate?: 'out-of-date' | 'of-another-server'): string =>
      describeError('untrusted-certificate', { ...about, ...(certificate && { certificate }) }, plainText);
    assert.match(words(), /of https:\/\/nas:9000 is not trusted \(CODE\)\. .*AWS_CA_BUNDLE/);
    assert.match(words('out-of-date'), /of https:\/\/nas:9000 is out of date \(CODE\)\. Set the clock/);
    assert.match(words('of-another-server'), /that of another server \(CODE\)\. Check the endpoint/);
  });

  it('insert names with braces unchanged', () => {
    assert.equal(
      describeError('missing-file', { file: 'a {1} {0}.jpg' }, plainText),
      '“a {1} {0}.jpg” is not there.',
    );
  });
});
