import assert from 'node:assert/strict';
import { undoQuestion } from '../../../src/host/undoQuestion.js';
import { plainText } from '../../../src/styles/texts.js';
import { aRun, NOW, restorable } from './historyRuns.js';

describe('the question before an undo', () => {
  it('names the run, its numbers, what comes back and what goes', () => {
    const run = aRun({
      created: 34,
      replaced: 4,
      deleted: 3,
      restorable: [1, 2, 3, 4, 5, 6, 7].map((i) => restorable(`cat ${i}.jpg`)),
    });
    const { title, detail, button } = undoQuestion(run, NOW, plainText);
    assert.equal(title, 'Undo the sync to S3 of 14:32?');
    assert.equal(button, 'Undo Sync');
    assert.deepEqual(detail.split('\n'), [
      '34 new, 4 replaced, 3 deleted – s3://b/styles/16/',
      '',
      'Restores 7 files in S3:',
      ...[1, 2, 3, 4, 5].map((i) => `cat ${i}.jpg`),
      '… and 2 more',
      '',
      'Removes the 34 files that the sync added.',
      '',
      'What has changed since the sync is kept as it is.',
    ]);
  });

  it('says where files come back', () => {
    const heading = (...sides: readonly ('local' | 's3')[]): string | undefined =>
      undoQuestion(
        aRun({ restorable: sides.map((side) => restorable('a.txt', side)) }),
        NOW,
        plainText,
      ).detail.split('\n')[2];
    assert.equal(heading('s3'), 'Restores 1 file in S3:');
    assert.equal(heading('local'), 'Restores 1 local file:');
    assert.equal(heading('local', 'local'), 'Restores 2 local files:');
    assert.equal(heading('local', 's3'), 'Restores 2 files on both sides:');
  });

  it('speaks of one new file as of one, and of none not at all', () => {
    const { title, detail } = undoQuestion(aRun({ direction: 'from-s3', created: 1 }), NOW, plainText);
    assert.equal(title, 'Undo the sync from S3 of 14:32?');
    assert.equal(
      detail,
      '1 new – s3://b/styles/16/\n\nRemoves the 1 file that the sync added.\n\nWhat has changed since the sync is kept as it is.',
    );
  });
});
