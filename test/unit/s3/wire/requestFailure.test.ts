import assert from 'node:assert/strict';
import { HttpError } from '../../../../src/s3/wire/httpError.js';
import { failureOf } from '../../../../src/s3/wire/requestFailure.js';
import { serverWords } from '../../../../src/s3/wire/serverWords.js';

const refused = (status: number, name: string, message = '', headers: Record<string, string> = {}): Error =>
  new HttpError({ name, message, httpStatus: status, headers });

describe('A refusal', () => {
  it('is not classified by the names in its message', () => {
    const message = 'not authorized to perform s3:GetObject on arn:aws:s3:::kms/retention/quota.jpg';
    const about = { file: 'styles/archived suspended account.jpg' };
    const codeOf = (text: string): string => failureOf(refused(403, 'AccessDenied', text), about).error.code;
    assert.equal(codeOf(message), 'access-denied');
    assert.equal(
      codeOf('no right to styles/archived suspended account.jpg in "legal hold"'),
      'access-denied',
    );
  });

  it('of a listing blames the endpoint if it names a missing object, or if the endpoint contains the bucket', () => {
    const about = { action: 's3:ListBucket', bucket: 'b' };
    const { error } = failureOf(refused(404, 'NoSuchKey'), { ...about, endpoint: 'http://h:1' });
    assert.deepEqual([error.code, error.data.right], ['wrong-endpoint', undefined]);
    for (const [endpoint, right] of [
      ['http://h:1/b', 'http://h:1'],
      ['http://h:1/base/b/', 'http://h:1/base'],
      ['https://b.s3.example.com', 'https://s3.example.com'],
    ] as const) {
      const { data, code } = failureOf(refused(404, 'NoSuchKey'), { ...about, endpoint }).error;
      assert.deepEqual([code, data.right], ['wrong-endpoint', right]);
    }
    const { code } = failureOf(refused(404, 'NoSuchBucket'), { ...about, endpoint: 'http://h:1/bb' }).error;
    assert.equal(code, 'missing-bucket');
  });

  it('for want of descriptors does not blame the network, and is retried', () => {
    const thrown = Object.assign(new Error('connect EMFILE'), { code: 'EMFILE', syscall: 'connect' });
    const { error, patience } = failureOf(thrown, { endpoint: 'http://h:1' });
    assert.deepEqual([error.code, patience], ['too-few-descriptors', 'long']);
  });

  it('never leads to an invalid region, nor to another host', () => {
    const learntFrom = (headers: Record<string, string>) =>
      failureOf(refused(301, 'PermanentRedirect', '', headers), {}).region;
    assert.equal(learntFrom({ 'x-amz-bucket-region': 'eu-west-1' }), 'eu-west-1');
    assert.equal(learntFrom({ 'x-amz-bucket-region': '../evil' }), undefined);
    assert.equal(learntFrom({ 'x-amz-bucket-region': 'evil.example.com#' }), undefined);
    const moved = Object.assign(refused(307, 'TemporaryRedirect'), {
      endpoint: 'b.s3.us-west-2.amazonaws.com',
    });
    assert.deepEqual(
      [failureOf(moved, {}).error.code, failureOf(moved, {}).region],
      ['wrong-region', 'us-west-2'],
    );
    const elsewhere = refused(307, '', '', { location: 'https://u:p@evil.example.com/x?key=1' });
    const { code, data } = failureOf(elsewhere, { endpoint: 'http://h' }).error;
    assert.deepEqual([code, data.right], ['redirected', 'https://evil.example.com']);
  });

  it('that is neither an error nor a redirect concerns its file only', () => {
    const { error, patience } = failureOf(refused(304, ''), { endpoint: 'http://h', file: 'a.jpg' });
    assert.deepEqual([error.code, patience, error.data.right], ['server-error', 'none', undefined]);
  });

  it('without a document blames the clock if the date of the server does, unless that date is impossible', () => {
    const codeAt = (date: Date | string): string =>
      failureOf(refused(403, '', '', { date: typeof date === 'string' ? date : date.toUTCString() }), {})
        .error.code;
    assert.equal(codeAt(new Date(Date.now() + 3_600_000)), 'clock-skew');
    assert.equal(codeAt(new Date()), 'access-denied');
    assert.equal(codeAt('Fri, 31 Dec 275760 00:00:00 GMT'), 'access-denied');
    assert.equal(codeAt('Thu, 01 Jan 1970 00:00:00 GMT'), 'access-denied');
  });
});

describe('The words of a server', () => {
  it('are one line, cut, without secrets', () => {
    assert.equal(serverWords(' a\n\u001b[31mb\u202e '), 'a [31mb');
    assert.equal(serverWords('x'.repeat(500))?.length, 201);
    assert.equal(serverWords('see https://user:pw@host/x'), 'see https://host/x');
    assert.equal(
      serverWords('aws_secret_access_key=abc "SessionToken": "t" ok'),
      'aws_secret_access_key=… "SessionToken": … ok',
    );
  });

  it('are left out if they say no more than the code', () => {
    assert.equal(serverWords('Access Denied.', 'AccessDenied'), undefined);
    assert.equal(serverWords(''), undefined);
    assert.equal(serverWords('UnknownError'), undefined);
    assert.equal(serverWords('Access Denied by policy p', 'AccessDenied'), 'Access Denied by policy p');
  });
});

describe('An error of a TLS connection', () => {
  it('names the problem of a certificate', () => {
    const kindOf = (code: string): string | undefined =>
      failureOf(Object.assign(new Error('no'), { code }), {}).error.data.certificate;
    assert.equal(kindOf('CERT_HAS_EXPIRED'), 'out-of-date');
    assert.equal(kindOf('CERT_NOT_YET_VALID'), 'out-of-date');
    assert.equal(kindOf('ERR_TLS_CERT_ALTNAME_INVALID'), 'of-another-server');
    assert.equal(kindOf('DEPTH_ZERO_SELF_SIGNED_CERT'), undefined);
  });

  it('uses words for the user, without the code and without advice on how to start Node', () => {
    const causeOf = (message: string): string | undefined =>
      failureOf(Object.assign(new Error(message), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), {}).error.data
        .cause;
    const advice = '; if the root CA is installed locally, try running Node.js with --use-system-ca';
    assert.equal(causeOf(`self-signed certificate${advice}`), 'self-signed certificate');
    assert.equal(causeOf('self-signed certificate'), 'self-signed certificate');
    assert.equal(causeOf(''), 'DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  const cases = {
    'untrusted-certificate': [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CERT_HAS_EXPIRED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    'no-network': [
      'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'EPROTO',
      'HPE_INVALID_CONSTANT',
    ],
  };
  for (const [expected, codes] of Object.entries(cases)) {
    for (const code of codes) {
      it(`is ${expected} for ${code}, and is not retried`, () => {
        const { error, patience } = failureOf(Object.assign(new Error('no'), { code }), {});
        assert.deepEqual([error.code, patience], [expected, 'none']);
      });
    }
  }
});
