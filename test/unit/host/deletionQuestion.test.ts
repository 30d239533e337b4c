import assert from 'node:assert/strict';
import { deletionQuestion } from '../../../src/host/deletionQuestion.js';
import { plainText } from '../../../src/styles/texts.js';

const deletions = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    file: `cat ${i + 1}.jpg`,
    reason: 'deleted here since the last sync',
  }));

describe('the question before a sync deletes', () => {
  it('names the first five files with their reasons, says how many more, and that there is no way back', () => {
    const { title, detail, button } = deletionQuestion({ side: 'S3', files: deletions(14) }, plainText);
    assert.equal(title, 'Delete 14 files from S3?');
    assert.equal(button, 'Delete 14 Files');
    assert.deepEqual(detail.split('\n'), [
      ...[1, 2, 3, 4, 5].map((i) => `cat ${i}.jpg – deleted since the last sync`),
      '… and 9 more',
      '',
      'They are not in the local folder. This cannot be undone.',
    ]);
  });

  it('speaks of one file as of one', () => {
    const files = [{ file: 'cat.txt', reason: 'never seen here' }];
    const question = deletionQuestion({ side: 'local', files }, plainText);
    assert.deepEqual(question, {
      title: 'Delete 1 local file?',
      detail: 'cat.txt – not known from an earlier sync\n\nThey are not in S3. This cannot be undone.',
      button: 'Delete 1 File',
    });
  });
});
