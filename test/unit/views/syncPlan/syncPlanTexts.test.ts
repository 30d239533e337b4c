import assert from 'node:assert/strict';
import { plainText } from '../../../../src/operations/texts/translate.js';
import { SyncPlanModel } from '../../../../src/views/syncPlan/syncPlanModel.js';
import {
  choiceText,
  directionText,
  groupLabel,
  groupText,
  planMessage,
  rowText,
} from '../../../../src/views/syncPlan/syncPlanTexts.js';
import { planOf, row } from '../plans.js';

const textsOf = (model: SyncPlanModel): string[] =>
  model.groups.flatMap(({ rows }) => rows.map((planned) => rowText(planned, model, plainText)));

describe('the texts of a plan', () => {
  it('give a row’s content, reason and size', () => {
    const model = new SyncPlanModel(
      planOf('to-s3', [
        row('upload', 'a.jpg', 'new', { s3: null }, 12_000),
        row('upload', 'a.png', 'new', { s3: null }, 5_000),
        row('upload', 'a.txt', 'new', { s3: null }, 20),
        row('upload', 'b.txt', 'changed in the source', {}, 20),
      ]),
    );
    assert.deepEqual(textsOf(model), ['new · 17 KB · +1 with caption', 'changed here · 20 B']);
    const [group] = model.groups;
    assert.ok(group);
    assert.equal(groupText(group, plainText), '2 images and 2 captions · 17 KB');
  });

  it('omit the reason if the group’s heading gives it', () => {
    const model = new SyncPlanModel(
      planOf('to-s3', [
        row('keep', 'a.jpg', 'changed in the target'),
        row('keep', 'b.jpg', 'the other file of its pair is in conflict'),
        row('delete', 'c.jpg', 'deleted here since the last sync', { local: null }),
        row('delete', 'd.jpg', 'never seen here', { local: null }),
      ]),
    );
    assert.deepEqual(textsOf(model), [
      'stays in S3 · 100 B',
      'stays in S3 · the other file of its pair is in conflict · 100 B',
      '100 B',
      '100 B',
    ]);
  });

  it('begin with the resolution, from the local user’s point of view', () => {
    const rows = [
      row('conflict', 'cat.jpg', 'changed on both sides'),
      row('conflict', 'cat.txt', 'changed on both sides', {}, 20),
    ];
    const model = new SyncPlanModel(planOf('from-s3', rows));
    assert.deepEqual(textsOf(model), ['stays here · changed on both sides · 120 B · with caption']);
    const [image, caption] = model.groups[0]?.rows[0]?.files ?? [];
    assert.ok(image && caption);
    model.resolve(image, 'overwrite');
    model.resolve(caption, { merged: 'a cat' });
    assert.deepEqual(textsOf(model), [
      'overwrite here, merged · changed on both sides · 120 B · with caption',
    ]);
  });

  it('say on which side a file was deleted', () => {
    assert.equal(groupLabel('deleteKnown', 'to-s3', plainText), 'Delete (deleted here since the last sync)');
    assert.equal(groupLabel('deleteUnknown', 'to-s3', plainText), 'Delete (never seen here)');
    assert.equal(
      groupLabel('deleteKnown', 'from-s3', plainText),
      'Delete (deleted in S3 since the last sync)',
    );
    assert.equal(groupLabel('deleteUnknown', 'from-s3', plainText), 'Delete (never seen in S3)');
  });

  it('sum up the choice on one line, without zeros', () => {
    const totals = { files: 3, bytes: 12_400_000, requests: 41 };
    const none = { chosen: [], totals: { files: 0, bytes: 0, requests: 0 }, leftOut: [], kept: [] };
    assert.equal(choiceText(none, plainText), 'Nothing is chosen');
    assert.equal(
      choiceText(
        { chosen: ['a.jpg', 'a.txt', 'b.jpg'], totals, leftOut: ['c.jpg'], kept: ['d.txt'] },
        plainText,
      ),
      '2 images and 1 caption · 12 MB · 1 image left out · 1 caption stays as it is',
    );
  });

  it('say how many images a sync of captions leaves out', () => {
    const leftOut = { only: 'captions', left_out: 2, left_out_files: ['a.jpg', 'b.jpg'] } as const;
    const model = new SyncPlanModel(
      planOf('to-s3', [row('upload', 'a.txt', 'new', { s3: null }, 12)], leftOut),
    );
    assert.equal(planMessage(model, plainText), '1 caption · 12 B · 2 images left out (captions only)');
    assert.equal(planMessage(new SyncPlanModel(planOf('to-s3', [])), plainText), 'Nothing is chosen');
  });

  it('name a linked folder by its real path', () => {
    const folder = '/home/u/Pictures';
    assert.equal(directionText('16', planOf('from-s3', [], { folder }), plainText), `16 from S3 · ${folder}`);
    assert.equal(directionText('16', planOf('to-s3', []), plainText), '16 to S3');
  });
});
