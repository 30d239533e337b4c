import assert from 'node:assert/strict';
import { endOfSync, endOfUndo, type RunEnd } from '../../../../src/host/texts/runEnds.js';
import type { FailedFile } from '../../../../src/operations/protocol/results.js';
import { plainText } from '../../../../src/operations/texts/translate.js';
import { failuresOf, filesOf, resultOfSync, resultOfUndo } from '../../results.js';

const STOP: FailedFile = {
  file: '',
  code: 'disk-full',
  message: '',
  data: { file: 'a.jpg' },
};
const REASON = 'The disk is full: “a.jpg” could not be written. Make room, then sync again.';
const NOW = Date.UTC(2026, 10, 22, 15);

const ofSync = (fields: Parameters<typeof resultOfSync>[0]): RunEnd =>
  endOfSync(resultOfSync(fields), plainText);
const ofUndo = (fields: Parameters<typeof resultOfUndo>[0]): RunEnd =>
  endOfUndo(resultOfUndo(fields), false, NOW, plainText);

describe('the end of a run', () => {
  it('is “done” if nothing is left for the user to check', () => {
    for (const end of [ofSync({ uploaded: 3 }), ofUndo({ restored: 3 }), ofUndo({ kept: 1 })]) {
      assert.equal(end.outcome, 'done');
      assert.equal(end.needsAttention, false);
    }
  });

  it('needs attention if files failed, are in conflict or unconfirmed', () => {
    for (const end of [
      ofSync({ conflicts: 1 }),
      ofSync({ unconfirmed: 1 }),
      ofUndo({ failed: 1 }),
      ofUndo({ unconfirmed: 1 }),
    ]) {
      assert.equal(end.outcome, 'attention');
      assert.equal(end.needsAttention, true);
    }
  });

  it('is “failed” if an error stopped the run', () => {
    for (const end of [ofSync({ stopped_by: STOP }), ofUndo({ stopped_by: STOP })]) {
      assert.equal(end.outcome, 'failed');
      assert.equal(end.needsAttention, true);
    }
  });

  it('is “cancelled” if the user stopped it, however far it came', () => {
    assert.deepEqual(
      [ofSync({ cancelled: true, failed: 1 }), ofUndo({ cancelled: true, failed: 1 })].map(
        ({ outcome, needsAttention }) => [outcome, needsAttention],
      ),
      [
        ['cancelled', true],
        ['cancelled', true],
      ],
    );
  });

  it('offers its conflicts and failures, counted by pairs', () => {
    const labels = (fields: Parameters<typeof resultOfSync>[0]): string[] =>
      ofSync(fields).offers.map(({ label }) => label);
    const conflict_files = ['cat.jpg', 'cat.txt', 'dog.txt'];
    assert.deepEqual(labels({ conflict_files, failed_files: failuresOf(2) }), [
      'Review 2 Conflicts…',
      'Retry 2 Failed',
    ]);
    assert.deepEqual(labels({ conflict_files: ['cat.txt'] }), ['Review 1 Conflict…']);
    assert.deepEqual(labels({ failed_files: failuresOf(2), stopped_by: STOP }), []);
    assert.deepEqual(labels({ uploaded_files: filesOf(2) }), []);
  });

  it('offers Sync from S3 after an undo that brought something back in S3', () => {
    const kinds = (fields: Parameters<typeof resultOfUndo>[0]): string[] =>
      ofUndo(fields).offers.map(({ kind }) => kind);
    assert.deepEqual(kinds({ restored: 1 }), ['fetch']);
    assert.deepEqual(kinds({ removed: 1 }), []);
    assert.deepEqual(kinds({ restored: 1, direction: 'from-s3' }), []);
    assert.deepEqual(kinds({ restored: 1, cancelled: true }), []);
  });

  it('gives the error that stopped the run after the numbers', () => {
    assert.equal(
      ofSync({ uploaded: 3, uploaded_files: filesOf(2, 1), stopped_by: STOP }).message,
      `Sync of 16 stopped early: 2 images and 1 caption uploaded. ${REASON}`,
    );
    assert.match(
      ofUndo({ restored: 2, restored_files: filesOf(2), stopped_by: STOP }).message,
      /^Undo of the sync of .* was stopped: 2 images restored in S3\. Undo again to take back the rest\. The disk is full/,
    );
  });
});
