import assert from 'node:assert/strict';
import { bytesText, progressFraction, progressText } from '../../../../src/host/texts/progressText.js';
import { plainText } from '../../../../src/operations/texts/translate.js';
import type { SyncProgress } from '../../../../src/core/progress.js';

const progress: SyncProgress = {
  phase: 'transferring',
  filesDone: 212,
  filesTotal: 340,
  bytesDone: 41_000_000,
  bytesTotal: 66_000_000,
  current: 'cat 07.jpg',
};

describe('the progress of a run in one line', () => {
  it('gives the finished and total files and bytes, and the current file', () => {
    assert.equal(
      progressText('to-s3', progress, plainText),
      'Uploading 212 of 340 images and captions · 41 of 66 MB · cat 07.jpg',
    );
    assert.equal(
      progressText('from-s3', { ...progress, bytesDone: 900_000, bytesTotal: 4_100_000 }, plainText),
      'Downloading 212 of 340 images and captions · 0.9 of 4.1 MB · cat 07.jpg',
    );
  });

  it('gives the number of finished files of an undo and of a restore', () => {
    const undone = { ...progress, bytesDone: 0, bytesTotal: 0 };
    assert.equal(
      progressText('undo', undone, plainText),
      'Undoing 212 of 340 images and captions · cat 07.jpg',
    );
    assert.equal(
      progressText('restore', undone, plainText),
      'Restoring 212 of 340 images and captions · cat 07.jpg',
    );
  });

  it('names the file on one line, whatever its name', () => {
    const current = 'a\nb\u202egpj.exe';
    assert.equal(
      progressText('to-s3', { ...progress, phase: 'deleting', current }, plainText),
      'Deleting 212 of 340 images and captions · a\\nb\\u{202e}gpj.exe',
    );
  });

  it('omits unknown numbers', () => {
    assert.equal(progressText('to-s3', { ...progress, phase: 'listing' }, plainText), 'Listing…');
    assert.equal(
      progressText('to-s3', { ...progress, phase: 'deleting', current: '' }, plainText),
      'Deleting 212 of 340 images and captions',
    );
  });

  it('derives the fraction from bytes, or else from files', () => {
    assert.equal(progressFraction({ ...progress, bytesDone: 33_000_000 }), 0.5);
    assert.equal(progressFraction({ ...progress, filesDone: 85, bytesTotal: 0 }), 0.25);
    assert.equal(progressFraction({ ...progress, phase: 'listing' }), undefined);
  });

  it('formats bytes like file managers', () => {
    assert.deepEqual([0, 999, 1000, 123_456, 1_250_000].map(bytesText), [
      '0 B',
      '999 B',
      '1.0 KB',
      '123 KB',
      '1.3 MB',
    ]);
  });
});
