import assert from 'node:assert/strict';
import type { UndoResult } from '../../../../src/operations/protocol/results.js';
import { plainText } from '../../../../src/operations/texts/translate.js';
import { runCounts, timeText, undoSentence } from '../../../../src/operations/texts/undoTexts.js';
import { failuresOf, filesOf, resultOfUndo } from '../../results.js';

const local = (day: number, hours: number, minutes: number): Date => new Date(2026, 10, day, hours, minutes);
const NOW = local(22, 15, 0).getTime();

/** Fills in as many images as the numbers say. */
const sentence = (counts: Partial<UndoResult>, isPart = false): string => {
  const { restored = 0, removed = 0, kept = 0, failed = 0 } = counts;
  const lists = {
    restored_files: filesOf(restored),
    removed_files: filesOf(removed),
    kept_files: filesOf(kept),
    failed_files: failuresOf(failed),
  };
  return undoSentence(resultOfUndo({ ...lists, ...counts }), isPart, NOW, plainText);
};

describe('the sentence of an undo', () => {
  it('names the run by its time, with the day if it is not today', () => {
    assert.equal(timeText(local(22, 9, 5).toISOString(), NOW), '09:05');
    assert.equal(timeText(local(3, 23, 59).toISOString(), NOW), '2026-11-03 23:59');
  });

  it('gives the numbers, without zeros', () => {
    assert.equal(
      sentence({ restored: 5, removed: 2, kept: 1 }),
      'Undid the sync of 14:32: 5 images restored in S3, 2 images removed in S3, 1 image kept (changed since).',
    );
    assert.equal(sentence({ failed: 3 }), 'Nothing of the sync of 14:32 was undone: 3 images failed.');
    assert.equal(runCounts({ created: 1, replaced: 0, deleted: 2 }, plainText), '1 new, 2 deleted');
  });

  it('claims only what was done', () => {
    assert.equal(sentence({ cancelled: true }), 'Undo of the sync of 14:32 cancelled. Nothing was changed.');
    assert.equal(
      sentence({ cancelled: true, restored: 2 }),
      'Undo of the sync of 14:32 cancelled: 2 images restored in S3.',
    );
    assert.equal(
      sentence({ restored: 2, kept: 1 }, true),
      'Files of the sync of 14:32: 2 images restored in S3, 1 image kept (changed since).',
    );
    assert.equal(sentence({}), 'The sync of 14:32 left nothing that could be undone.');
  });
});
