import assert from 'node:assert/strict';
import { undoQuestion, type UndoQuestion } from '../../../../src/host/questions/undoQuestion.js';
import type { ChangedFile, RunFiles, RunSummary } from '../../../../src/operations/protocol/results.js';
import { plainText } from '../../../../src/operations/texts/translate.js';
import { aRun, NOW, restorable } from '../historyRuns.js';

const created = (file: string, side: ChangedFile['side'] = 's3'): ChangedFile => ({ file, side });

describe('the question before an undo', () => {
  const ask = (run: Partial<RunSummary>, files: Partial<RunFiles>): UndoQuestion =>
    undoQuestion(aRun(run), { restorable: [], created: [], ...files }, NOW, plainText);
  const linesOf = (files: Partial<RunFiles>): string[] => ask({}, files).detail.split('\n').slice(4);

  it('names the run, its server, bucket and folder, its numbers, and the restored and removed files', () => {
    const { title, detail, button } = ask(
      { created: 7, replaced: 4, deleted: 3, endpoint: 'https://s3.example', folder: '/data/styles/16' },
      {
        restorable: [1, 2, 3, 4, 5, 6, 7].map((i) => restorable(`cat ${i}.jpg`)),
        created: [1, 2, 3, 4, 5, 6, 7].map((i) => created(`new ${i}.jpg`)),
      },
    );
    assert.equal(title, 'Undo the sync to S3 of 14:32?');
    assert.equal(button, 'Undo Sync');
    assert.deepEqual(detail.split('\n'), [
      '7 new, 4 replaced, 3 deleted – s3://b/styles/16/',
      'Server: https://s3.example',
      'Folder: /data/styles/16',
      '',
      'Restores 7 images in S3:',
      ...[1, 2, 3, 4, 5].map((i) => `cat ${i}.jpg`),
      '… and 2 more',
      '',
      'Removes what the sync added to S3, 7 images:',
      ...[1, 2, 3, 4, 5].map((i) => `new ${i}.jpg`),
      '… and 2 more',
      '',
      'What has changed since the sync is kept as it is.',
    ]);
  });

  it('shows each name on one line, whatever it contains', () => {
    const lines = linesOf({ created: [created('a\nRestores 5 files in S3:\u202e.jpg')] });
    assert.ok(lines.includes('a\\nRestores 5 files in S3:\\u{202e}.jpg'));
  });

  it('says that a run is not known to be the user’s', () => {
    const { detail } = ask({ proven: false }, { created: [created('a.jpg')] });
    assert.match(
      detail,
      /^.*\nServer: AWS S3\nFolder: .*\n\nThis sync is not known to be yours: .*\n\nRemoves/,
    );
  });

  type Place = readonly [file: string, side: ChangedFile['side']];

  it('says that it skips a newer sync that is not known to be the user’s', () => {
    const { detail } = ask({ newer_untrusted_run_id: '2' }, { created: [created('a.jpg')] });
    assert.match(detail, /\n\nA newer sync is not known to be yours, .*“Show Sync History”\.\n\nRemoves/);
  });

  it('says where files are restored', () => {
    const heading = (...places: readonly Place[]): string | undefined =>
      linesOf({ restorable: places.map(([file, side]) => restorable(file, side)) })[0];
    assert.equal(heading(['a', 's3']), 'Restores 1 image in S3:');
    assert.equal(heading(['a', 'local']), 'Restores 1 image here:');
    assert.equal(heading(['a', 'local'], ['b', 'local']), 'Restores 2 images here:');
    assert.equal(heading(['a', 'local'], ['b', 's3']), 'Restores 2 images, here and in S3:');
  });

  it('says where files are removed', () => {
    const heading = (...places: readonly Place[]): string | undefined =>
      linesOf({ created: places.map(([file, side]) => created(file, side)) })[0];
    assert.equal(heading(['a', 's3'], ['b', 's3']), 'Removes what the sync added to S3, 2 images:');
    assert.equal(heading(['a', 'local']), 'Removes what the sync added here, 1 image:');
    assert.equal(heading(['a', 'local'], ['b', 'local']), 'Removes what the sync added here, 2 images:');
    assert.equal(
      heading(['a', 'local'], ['b', 's3']),
      'Removes what the sync added here and in S3, 2 images:',
    );
  });

  it('names a file on both sides only once', () => {
    const files = [created('a (S3).jpg', 'local'), created('a (S3).jpg')];
    assert.deepEqual(linesOf({ created: files }).slice(0, 3), [
      'Removes what the sync added here and in S3, 1 image:',
      'a (S3).jpg',
      '',
    ]);
  });

  it('uses the singular for one new file, and does not mention none', () => {
    assert.equal(ask({ direction: 'from-s3' }, {}).title, 'Undo the sync from S3 of 14:32?');
    const last = 'What has changed since the sync is kept as it is.';
    assert.deepEqual(linesOf({ created: [created('a.jpg')] }), [
      'Removes what the sync added to S3, 1 image:',
      'a.jpg',
      '',
      last,
    ]);
    assert.deepEqual(linesOf({}), [last]);
  });
});
