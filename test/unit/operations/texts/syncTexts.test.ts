import assert from 'node:assert/strict';
import type { DownloadResult, UploadResult } from '../../../../src/operations/protocol/results.js';
import { summarySentence } from '../../../../src/operations/texts/syncTexts.js';
import { plainText } from '../../../../src/operations/texts/translate.js';
import { failuresOf, filesOf, resultOfSync } from '../../results.js';

const sentence = (fields: Partial<UploadResult>): string => summarySentence(resultOfSync(fields), plainText);
const sentenceFromS3 = (fields: Partial<DownloadResult>): string =>
  summarySentence(
    { ...resultOfSync({}), direction: 'from-s3', downloaded: 0, downloaded_files: [], ...fields },
    plainText,
  );

describe('the closing sentence of a sync', () => {
  it('gives the numbers of images and captions, without zeros, and says where', () => {
    assert.equal(
      sentence({ uploaded_files: filesOf(36, 30), deleted_files: filesOf(0, 2) }),
      'Synced 16 to S3: 36 images and 30 captions uploaded, 2 captions deleted in S3.',
    );
    assert.equal(
      sentence({ uploaded_files: filesOf(1, 1), failed_files: failuresOf(3) }),
      'Synced 16 to S3: 1 image and 1 caption uploaded, 3 images failed.',
    );
    assert.equal(
      sentenceFromS3({ downloaded_files: filesOf(2), deleted_files: filesOf(1) }),
      'Synced 16 from S3: 2 images downloaded, 1 image deleted here.',
    );
    assert.equal(sentence({}), '16 is up to date.');
    const offText = '(Sync Deletes is off).';
    assert.equal(
      sentence({ only_in_target_files: filesOf(2, 1), deleted_in_source: 3 }),
      `16: nothing to upload. Deleted here, still in S3: 2 images and 1 caption ${offText}`,
    );
    assert.equal(
      sentence({ only_in_target_files: filesOf(3), deleted_in_source: 1 }),
      `16: nothing to upload. Only in S3: 3 images ${offText}`,
    );
  });

  it('says on which side something changed that was kept, and counts pairs in conflict once', () => {
    const conflict_files = ['cat.jpg', 'cat.txt', 'dog.txt'];
    assert.equal(
      sentence({ kept_files: filesOf(1), conflict_files }),
      'Synced 16 to S3: 1 image kept (changed in S3), 2 conflicts.',
    );
    assert.equal(
      sentenceFromS3({ kept_files: filesOf(0, 2), conflict_files: ['cat.jpg', 'cat.txt'] }),
      'Synced 16 from S3: 2 captions kept (changed here), 1 conflict.',
    );
  });

  it('is never “up to date” if something is left to do', () => {
    for (const fields of [
      { kept_files: filesOf(1) },
      { conflict_files: filesOf(1) },
      { refused_files: failuresOf(1) },
      { deletions_skipped: 1 },
      { not_attempted_files: filesOf(1) },
    ]) {
      assert.notEqual(sentence(fields), '16 is up to date.', JSON.stringify(fields));
    }
  });

  it('says that the user cancelled, and what is left', () => {
    const left = { cancelled: true, not_attempted_files: filesOf(4, 2) };
    assert.equal(sentence({ cancelled: true }), 'Sync of 16 cancelled. Nothing was changed.');
    assert.equal(
      sentence({ ...left, uploaded_files: filesOf(4) }),
      'Sync of 16 cancelled: 4 images uploaded, 4 images and 2 captions not uploaded.',
    );
    assert.equal(
      sentenceFromS3({ ...left, downloaded_files: filesOf(4) }),
      'Sync of 16 cancelled: 4 images downloaded, 4 images and 2 captions not downloaded.',
    );
  });
});
