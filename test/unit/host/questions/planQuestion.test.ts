import assert from 'node:assert/strict';
import { guardQuestion, lossQuestion } from '../../../../src/host/questions/planQuestion.js';
import { plainText } from '../../../../src/operations/texts/translate.js';
import { planOf, row } from '../../views/plans.js';

const deletions = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    row('delete', `cat ${i + 1}.jpg`, 'deleted here since the last sync', { local: null }),
  );
const overwrites = (count: number) =>
  Array.from({ length: count }, (_, i) => row('upload', `dog ${i + 1}.txt`, 'differs, no history'));

describe('the question before a sync deletes or overwrites', () => {
  it('names the first five files with their reasons, the number of further ones, and how to restore them', () => {
    const question = lossQuestion(planOf('to-s3', deletions(14)), plainText);
    assert.equal(question?.title, 'Delete 14 images from S3?');
    assert.equal(question.button, 'Delete from S3');
    assert.deepEqual(question.detail.split('\n'), [
      ...[1, 2, 3, 4, 5].map((i) => `cat ${i}.jpg – deleted here since the last sync`),
      '… and 9 more',
      '',
      'What is to be deleted is not here. “Undo Last Sync” brings everything back.',
    ]);
  });

  it('uses the singular for one caption, and says where it would be deleted', () => {
    const plan = planOf('from-s3', [row('delete', 'cat.txt', 'never seen here', { s3: null })]);
    assert.deepEqual(lossQuestion(plan, plainText), {
      title: 'Delete 1 caption here?',
      detail:
        'cat.txt – never seen in S3\n\n' +
        'What is to be deleted is not in S3. “Undo Last Sync” brings everything back.',
      button: 'Delete Here',
    });
  });

  it('names what is overwritten without history, besides what is deleted', () => {
    const both = lossQuestion(planOf('to-s3', [...overwrites(3), ...deletions(14)]), plainText);
    assert.equal(both?.title, 'Overwrite 3 captions in S3, and delete 14 images?');
    assert.equal(both.button, 'Overwrite and Delete in S3');
    assert.match(
      both.detail,
      /What is to be overwritten differs on both sides, and no earlier sync knows it\./,
    );

    const alone = lossQuestion(planOf('from-s3', overwrites(1)), plainText);
    assert.equal(alone?.title, 'Overwrite 1 caption here?');
    assert.equal(alone.button, 'Overwrite Here');
    assert.doesNotMatch(alone.detail, /deleted/);
  });

  it('is not asked if nothing can be lost', () => {
    const plan = planOf('to-s3', [
      row('upload', 'new.jpg', 'new', { s3: null }),
      row('upload', 'edited.txt', 'changed in the source'),
      row('conflict', 'both.txt', 'changed on both sides'),
    ]);
    assert.equal(lossQuestion(plan, plainText), undefined);
    assert.equal(guardQuestion(plan, plainText), undefined);
  });
});

describe('the question about a plan that looks like an accident', () => {
  it('gives the numbers of the plan: replaced and deleted files, of all on that side', () => {
    const rows = [...deletions(14), row('upload', 'edited.txt', 'changed in the source'), ...overwrites(25)];
    const fresh = row('upload', 'new.jpg', 'new', { s3: null });
    const plan = planOf('to-s3', [...rows, fresh], { guards: ['mass-change'], skipped: 80 });
    assert.deepEqual(guardQuestion(plan, plainText), {
      title: 'Replace or delete 40 of 120 images and captions in S3?',
      detail:
        'That is a large part of the style at once. Check the folder and its place in S3 first. “Undo Last Sync” brings everything back.',
      button: 'Replace or Delete in S3',
    });
  });

  it('names the real path of a linked folder, and what would be lost there', () => {
    const plan = planOf('from-s3', deletions(7), { guards: ['linked-folder'], folder: '/home/u/Pictures' });
    const question = guardQuestion(plan, plainText);
    assert.equal(question?.title, 'Replace or delete files in /home/u/Pictures?');
    assert.deepEqual(question.detail.split('\n'), [
      '16 is a link. Its folder is /home/u/Pictures',
      '',
      ...[1, 2, 3, 4, 5].map((i) => `cat ${i}.jpg – deleted in S3 since the last sync`),
      '… and 2 more',
      '',
      'Go on only if the link is yours, and these files are training data. “Undo Last Sync” brings everything back.',
    ]);
    assert.equal(question.button, 'Replace or Delete Here');
  });

  it('names the real path in all other questions too', () => {
    const named = /^16 is a link\. Its folder is \/home\/u\/Pictures\n\n/;
    const folder = '/home/u/Pictures';
    const mass = planOf('to-s3', deletions(14), { guards: ['mass-change'], folder });
    assert.match(guardQuestion(mass, plainText)?.detail ?? '', named);
    for (const direction of ['to-s3', 'from-s3'] as const) {
      assert.match(lossQuestion(planOf(direction, deletions(1), { folder }), plainText)?.detail ?? '', named);
    }
  });

  it('says that the folder is a different one', () => {
    const plan = planOf('to-s3', deletions(1), { guards: ['replaced-folder'] });
    const question = guardQuestion(plan, plainText);
    assert.equal(question?.title, 'Has the folder of 16 been replaced?');
    assert.match(question.detail, /another disk may be mounted/);
    assert.equal(question.button, 'Replace or Delete in S3');
  });
});
