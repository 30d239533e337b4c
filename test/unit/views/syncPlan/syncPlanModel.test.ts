import assert from 'node:assert/strict';
import type { PlannedAction } from '../../../../src/operations/protocol/results.js';
import {
  filesBelow,
  possibleResolutions,
  SyncPlanModel,
  type PlannedFile,
  type PlannedRow,
} from '../../../../src/views/syncPlan/syncPlanModel.js';
import { planOf, row } from '../plans.js';

const NEW = { s3: null };

const modelOf = (...rows: PlannedAction[]): SyncPlanModel => new SyncPlanModel(planOf('to-s3', rows));

const paths = (files: readonly PlannedFile[]): string[] => files.map(({ planned }) => planned.file);

const shown = ({ groups }: SyncPlanModel): [string, string[][]][] =>
  groups.map((group) => [group.is, group.rows.map(({ files }) => paths(files))]);

function rowOf(model: SyncPlanModel, file: string): PlannedRow {
  const found = model.groups
    .flatMap(({ rows }) => rows)
    .find(({ files }) => files.some(({ planned }) => planned.file === file));
  assert.ok(found, file);
  return found;
}

function fileOf(model: SyncPlanModel, file: string): PlannedFile {
  const found = rowOf(model, file).files.find(({ planned }) => planned.file === file);
  assert.ok(found, file);
  return found;
}

function numbersOf(model: SyncPlanModel) {
  const { totals, chosen, leftOut, kept } = model.choice();
  assert.equal(chosen.length, totals.files);
  return { ...totals, leftOut: leftOut.length, kept: kept.length };
}

describe('a plan in the view', () => {
  it('has groups, with each pair as one row, in natural order', () => {
    const model = modelOf(
      row('fail', 'locked.jpg', 'permission denied'),
      row('delete', 'gone.jpg', 'deleted here since the last sync', { local: null }),
      row('delete', 'strange.jpg', 'never seen here', { local: null }),
      row('conflict', 'both.txt', 'changed on both sides'),
      row('keep', 'theirs.txt', 'changed in the target'),
      row('upload', 'cat 10.jpg', 'new', NEW),
      row('upload', 'cat 2.txt', 'new', NEW),
      row('upload', 'cat 2.png', 'new', NEW),
      row('upload', 'cat 2.jpg', 'new', NEW),
      row('skip', 'same.jpg', 'same on both sides'),
      row('refuse', 'a\\b.jpg', 'its name has a backslash'),
    );
    assert.deepEqual(shown(model), [
      ['upload', [['cat 2.jpg', 'cat 2.png', 'cat 2.txt'], ['cat 10.jpg']]],
      ['keep', [['theirs.txt']]],
      ['conflict', [['both.txt']]],
      ['deleteKnown', [['gone.jpg']]],
      ['deleteUnknown', [['strange.jpg']]],
      ['problem', [['a\\b.jpg'], ['locked.jpg']]],
    ]);
  });

  it('has a row for a pair in each of its groups', () => {
    const model = modelOf(
      row('upload', 'cat.jpg', 'changed in the source'),
      row('conflict', 'cat.txt', 'changed on both sides'),
    );
    assert.deepEqual(shown(model), [
      ['upload', [['cat.jpg']]],
      ['conflict', [['cat.txt']]],
    ]);
  });

  it('approves all rows except excluded ones, kept ones, and those that cannot be synced', () => {
    const upload = row('upload', 'a.jpg', 'new', NEW);
    const caption = row('upload', 'a.txt', 'new', NEW);
    const other = row('upload', 'b.jpg', 'new', NEW);
    const deletion = row('delete', 'gone.jpg', 'deleted here since the last sync', { local: null });
    const model = modelOf(
      upload,
      caption,
      other,
      deletion,
      row('conflict', 'both.txt', 'changed on both sides'),
      row('fail', 'locked.jpg', 'permission denied'),
    );
    const all = model.approved();
    assert.deepEqual(
      all.map(({ file }) => file),
      ['a.jpg', 'a.txt', 'b.jpg', 'gone.jpg'],
    );
    assert.deepEqual(all[0], { action: 'upload', file: 'a.jpg', seen: upload.seen });

    model.leaveOut([rowOf(model, 'a.jpg'), rowOf(model, 'gone.jpg')], true);
    assert.deepEqual(
      model.approved().map(({ file }) => file),
      ['b.jpg'],
    );
    model.leaveOut([rowOf(model, 'a.jpg')], false);
    assert.deepEqual(
      model.approved().map(({ file }) => file),
      ['a.jpg', 'a.txt', 'b.jpg'],
    );
  });

  it('approves a conflict with the resolution of each file', () => {
    const model = modelOf(
      row('conflict', 'cat.jpg', 'changed on both sides'),
      row('conflict', 'cat.txt', 'changed on both sides'),
      row('keep', 'dog.jpg', 'changed in the target'),
    );
    assert.ok(model.resolve(fileOf(model, 'cat.txt'), { merged: 'a cat' }));
    assert.ok(model.resolve(fileOf(model, 'dog.jpg'), 'overwrite'));
    assert.deepEqual(
      model.approved().map(({ file, resolution }) => [file, resolution]),
      [
        ['cat.txt', { merged: 'a cat' }],
        ['dog.jpg', 'overwrite'],
      ],
    );
    assert.ok(model.resolve(fileOf(model, 'cat.txt'), 'keep'));
    assert.deepEqual(
      model.approved().map(({ file }) => file),
      ['dog.jpg'],
    );
  });

  it('keeps both versions of whole pairs, including a file that only the target has', () => {
    const model = modelOf(
      row('keep', 'cat.txt', 'the other file of its pair is in conflict', { local: null }),
      row('keep', 'dog.txt', 'the other file of its pair is in conflict', { local: null }),
      row('conflict', 'cat.jpg', 'changed on both sides'),
    );
    model.resolve(fileOf(model, 'cat.jpg'), 'keep-both');
    assert.deepEqual(
      model.approved().map(({ file, resolution }) => [file, resolution]),
      [
        ['cat.jpg', 'keep-both'],
        ['cat.txt', 'keep-both'],
      ],
    );
    model.resolve(fileOf(model, 'cat.jpg'), 'overwrite');
    assert.deepEqual(
      model.approved().map(({ file, resolution }) => [file, resolution]),
      [['cat.jpg', 'overwrite']],
    );
  });

  it('offers the possible resolutions of each file, and accepts no others', () => {
    const model = modelOf(
      row('conflict', 'cat.jpg', 'changed on both sides'),
      row('conflict', 'cat.txt', 'changed on both sides'),
      row('conflict', 'gone.txt', 'deleted here, edited there', { local: null }),
      row('upload', 'new.jpg', 'new', NEW),
    );
    const possible = (file: string) => possibleResolutions(fileOf(model, file));
    assert.deepEqual(possible('cat.jpg'), ['keep', 'overwrite', 'keep-both']);
    assert.deepEqual(possible('cat.txt'), ['keep', 'overwrite', 'keep-both', 'merge']);
    assert.deepEqual(possible('gone.txt'), ['keep', 'overwrite']);
    assert.deepEqual(possible('new.jpg'), []);
    assert.equal(model.resolve(fileOf(model, 'cat.jpg'), { merged: 'no caption' }), false);
    assert.equal(model.resolve(fileOf(model, 'gone.txt'), 'keep-both'), false);
    assert.equal(model.resolve(fileOf(model, 'new.jpg'), 'overwrite'), false);
    assert.deepEqual(
      model.approved().map(({ file }) => file),
      ['new.jpg'],
    );
  });

  it('counts chosen, excluded and kept rows', () => {
    const model = modelOf(
      row('upload', 'a.jpg', 'new', NEW, 1000),
      row('upload', 'b.jpg', 'changed in the source', {}, 500),
      row('delete', 'gone.jpg', 'never seen here', { local: null }, 300),
      row('conflict', 'both.txt', 'changed on both sides', {}, 20),
    );
    // A new object takes one request; before a deletion come a HEAD and a copy.
    assert.deepEqual(numbersOf(model), { files: 3, bytes: 1500, requests: 7, leftOut: 0, kept: 1 });
    model.leaveOut([rowOf(model, 'b.jpg')], true);
    model.resolve(fileOf(model, 'both.txt'), 'overwrite');
    assert.deepEqual(numbersOf(model), { files: 3, bytes: 1020, requests: 7, leftOut: 1, kept: 0 });
  });

  it('counts a resolved row by its resolution', () => {
    const conflict = row('conflict', 'both.txt', 'changed on both sides', {}, 20);
    const goneFromS3 = row('conflict', 'gone.txt', 'deleted here, edited there', { s3: null }, 30);
    const model = new SyncPlanModel(planOf('from-s3', [conflict, goneFromS3]));
    model.resolve(fileOf(model, 'both.txt'), { merged: 'both edits' });
    assert.deepEqual(numbersOf(model), { files: 1, bytes: 20, requests: 3, leftOut: 0, kept: 1 });
    model.resolve(fileOf(model, 'gone.txt'), 'overwrite');
    assert.deepEqual(numbersOf(model), { files: 2, bytes: 20, requests: 3, leftOut: 0, kept: 0 });
  });

  it('is saved in the command line’s format, without excluded rows and with resolutions', () => {
    const same = row('skip', 'same.jpg', 'same on both sides');
    const upload = row('upload', 'a.jpg', 'new', NEW);
    const conflict = row('conflict', 'both.txt', 'changed on both sides');
    const model = modelOf(upload, row('upload', 'b.jpg', 'new', NEW), conflict, same);
    model.leaveOut([rowOf(model, 'b.jpg')], true);
    model.resolve(fileOf(model, 'both.txt'), 'keep-both');
    const { dry_run, direction, location, plan, totals } = model.toResult();
    assert.deepEqual([dry_run, direction, location], [true, 'to-s3', 's3://bucket/styles/16/']);
    assert.deepEqual(plan, [upload, { ...conflict, resolution: 'keep-both' }, same]);
    assert.equal(totals?.files, 2);
  });

  it('finds each file below the selection once', () => {
    const model = modelOf(row('upload', 'a.jpg', 'new', NEW), row('upload', 'a.txt', 'new', NEW));
    const [group] = model.groups;
    assert.ok(group);
    const pair = rowOf(model, 'a.jpg');
    assert.deepEqual(paths(filesBelow([pair, fileOf(model, 'a.txt'), group])), ['a.jpg', 'a.txt']);
  });

  it('is built, changed and counted quickly with 10,000 pairs', () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => [
      row('upload', `cat ${i}.jpg`, 'new', NEW),
      row('upload', `cat ${i}.txt`, 'new', NEW),
    ]).flat();
    const begin = performance.now();
    const model = modelOf(...rows);
    const [group] = model.groups;
    assert.equal(group?.rows.length, 10_000);
    model.leaveOut(group.rows.slice(0, 9_000), true);
    assert.equal(model.choice().totals.files, 2_000);
    assert.equal(model.approved().length, 2_000);
    assert.ok(performance.now() - begin < 2_000);
  });

  it('resolves 10,000 files quickly', () => {
    const files = Array.from({ length: 10_000 }, (_, i) => `cat ${i}.jpg`);
    const model = modelOf(...files.map((file) => row('conflict', file, 'changed on both sides')));
    for (const file of filesBelow(model.groups)) assert.ok(model.resolve(file, 'keep-both'));
    assert.equal(model.approved().filter(({ resolution }) => resolution === 'keep-both').length, 10_000);
  });
});
