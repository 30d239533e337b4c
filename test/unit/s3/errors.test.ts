import assert from 'node:assert/strict';
import { failureOf } from '../../../src/s3/errors.js';

describe('an error of a secure connection', () => {
  it('says what is wrong with a certificate', () => {
    const kindOf = (code: string): string | undefined =>
      failureOf(Object.assign(new Error('no'), { code }), {}).error.data.certificate;
    assert.equal(kindOf('CERT_HAS_EXPIRED'), 'out-of-date');
    assert.equal(kindOf('CERT_NOT_YET_VALID'), 'out-of-date');
    assert.equal(kindOf('ERR_TLS_CERT_ALTNAME_INVALID'), 'of-another-server');
    assert.equal(kindOf('DEPTH_ZERO_SELF_SIGNED_CERT'), undefined);
  });

  it('says it in words for the user, without the code and without how to start Node', () => {
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
      it(`is ${expected} where it is ${code}, and is not tried again`, () => {
        const { error, patience } = failureOf(Object.assign(new Error('no'), { code }), {});
        assert.deepEqual([error.code, patience], [expected, 'none']);
      });
    }
  }
});
