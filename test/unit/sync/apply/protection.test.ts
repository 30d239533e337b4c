import assert from 'node:assert/strict';
import { protectionLine } from '../../../../src/sync/apply/protection.js';

describe('The log line about conditional writes', () => {
  it('names the writes that the server checks, those that are looked at again, and those not tried yet', () => {
    assert.equal(
      protectionLine('http://127.0.0.1:7480', {
        create: 'server',
        replace: 'server',
        delete: 're-check',
        etagQuotes: 'without',
      }),
      'http://127.0.0.1:7480: new files and overwrites are checked by the server, one after the other (ETag without quotes); ' +
        'deletions are looked at again just before the act',
    );
    assert.equal(
      protectionLine('https://s3.example', {
        create: 're-check',
        replace: 'unknown',
        delete: 'unknown',
        etagQuotes: 'with',
      }),
      'https://s3.example: new files are looked at again just before the act; ' +
        'overwrites and deletions have not been tried yet',
    );
    assert.equal(
      protectionLine('', { create: 'server', replace: 'server', delete: 'server', etagQuotes: 'with' }),
      'AWS S3: new files, overwrites and deletions are checked by the server',
    );
  });
});
