import assert from 'node:assert/strict';
import type { UploadResult } from '../../../../src/operations/protocol/results.js';
import { summarySentence } from '../../../../src/operations/texts/syncTexts.js';
import { plainText } from '../../../../src/operations/texts/translate.js';
import { resultOfSync } from '../../results.js';

const sentence = (fields: Partial<UploadResult>): string => summarySentence(resultOfSync(fields), plainText);

describe('the closing sentence of a sync', () => {
  it('gives the numbers of what was done, without zeros', () => {
    assert.equal(sentence({ uploaded: 34, deleted: 2 }), 'Synced 16 to S3: 34 uploaded, 2 deleted.');
    assert.equal(sentence({ uploaded: 1, failed: 3 }), 'Synced 16 to S3: 1 uploaded, 3 failed.');
    assert.equal(sentence({}), '16 is up to date.');
    const offText = '(Sync Deletes is off).';
    assert.equal(
      sentence({ only_in_target: 3, deleted_in_source: 3 }),
      `16: nothing to upload. 3 files deleted here are still in S3 ${offText}`,
    );
    assert.equal(
      sentence({ only_in_target: 3, deleted_in_source: 1 }),
      `16: nothing to upload. Only in S3: 3 files ${offText}`,
    );
  });

  it('is never “up to date” if something is left to do', () => {
    for (const fields of [
      { kept: 1 },
      { conflicts: 1 },
      { refused: 1 },
      { deletions_skipped: 1 },
      { not_attempted: 1 },
    ]) {
      assert.notEqual(sentence(fields), '16 is up to date.', JSON.stringify(fields));
    }
  });

  it('says that the user cancelled', () => {
    assert.equal(sentence({ cancelled: true }), 'Sync of 16 cancelled. Nothing was changed.');
    assert.equal(
      sentence({ cancelled: true, uploaded: 4, not_attempted: 6 }),
      'Sync of 16 cancelled: 4 uploaded, 6 not attempted.',
    );
  });
});
