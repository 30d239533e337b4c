import assert from 'node:assert/strict';
import { parsePlanFile, takesDeletion } from '../../../src/cli/planFile.js';
import { SyncError } from '../../../src/core/errors.js';

const row = (action: string, file: string, more: object = {}) => ({
  action,
  file,
  reason: 'for a test',
  size: 3,
  seen: { local: '3-1-1', s3: '"etag"' },
  ...more,
});

const planOf = (...plan: readonly unknown[]) => ({
  style_id: '16',
  direction: 'to-s3',
  location: 's3://b/styles/16/',
  dry_run: true,
  plan,
});

const parse = (value: unknown) => parsePlanFile(JSON.stringify(value), 'plan.json');

describe('a plan file', () => {
  it('has the rows to carry out, with the state that the plan saw', () => {
    const seen = { local: null, s3: '"e"' };
    const { direction, location, rows } = parse(
      planOf(
        row('upload', 'a.jpg'),
        row('delete', 'b.jpg', { seen }),
        row('skip', 'c.jpg'),
        row('refuse', 'd.jpg'),
        row('fail', 'e.jpg'),
      ),
    );
    assert.deepEqual([direction, location], ['to-s3', 's3://b/styles/16/']);
    assert.deepEqual(rows, [
      { action: 'upload', file: 'a.jpg', seen: { local: '3-1-1', s3: '"etag"' } },
      { action: 'delete', file: 'b.jpg', seen },
    ]);
  });

  it('includes kept and conflicting rows only with a resolution', () => {
    const { rows } = parse(
      planOf(
        row('keep', 'a.jpg'),
        row('keep', 'b.jpg', { resolution: 'keep' }),
        row('keep', 'c.jpg', { resolution: 'overwrite' }),
        row('conflict', 'd.jpg', { resolution: 'keep-both' }),
        row('conflict', 'e.txt', { resolution: { merged: 'a cat, sitting' } }),
      ),
    );
    assert.deepEqual(
      rows.map(({ file, resolution }) => [file, resolution]),
      [
        ['c.jpg', 'overwrite'],
        ['d.jpg', 'keep-both'],
        ['e.txt', { merged: 'a cat, sitting' }],
      ],
    );
  });

  it('knows which rows need a deletion: those whose file is gone from the source', () => {
    const [gone, edited] = parse(
      planOf(
        row('conflict', 'a.jpg', { resolution: 'overwrite', seen: { local: null, s3: '"e"' } }),
        row('conflict', 'b.jpg', { resolution: 'overwrite' }),
      ),
    ).rows;
    assert.ok(gone && takesDeletion(gone, 'to-s3') && !takesDeletion(gone, 'from-s3'));
    assert.ok(edited && !takesDeletion(edited, 'to-s3'));
  });

  for (const [what, value, words] of [
    ['not JSON', undefined, /not a JSON object/],
    ['a list', [], /not a JSON object/],
    ['the result of a sync', { ...planOf(), dry_run: false }, /it has no plan/],
    ['a plan without a direction', { ...planOf(), direction: 'both' }, /no direction/],
    ['a plan without a location', { ...planOf(), location: 7 }, /no location/],
    ['a row that is no object', planOf('upload'), /no object in row 1/],
    [
      'a row of an unknown action',
      planOf(row('upload', 'a.jpg'), row('erase', 'b.jpg')),
      /action .* in row 2/,
    ],
    ['a row without a file', planOf(row('upload', '')), /no file in row 1/],
    ['a row without what was seen', planOf(row('upload', 'a.jpg', { seen: { local: 'x' } })), /no “seen”/],
    ['a file twice', planOf(row('upload', 'a.jpg'), row('skip', 'a.jpg')), /“a\.jpg” is in it twice/],
    [
      'a resolution of an upload',
      planOf(row('upload', 'a.jpg', { resolution: 'keep' })),
      /nothing to be resolved/,
    ],
    ['an unknown resolution', planOf(row('keep', 'a.jpg', { resolution: 'mine' })), /none of "keep"/],
    [
      'a merged text with something beside it',
      planOf(row('keep', 'a.txt', { resolution: { merged: 'x', by: 'me' } })),
      /none of "keep"/,
    ],
    ['a merged image', planOf(row('keep', 'a.jpg', { resolution: { merged: 'x' } })), /no caption/],
  ] as const) {
    it(`is refused by name if it is ${what}`, () => {
      const text = value === undefined ? 'upload a.jpg  (new)' : JSON.stringify(value);
      assert.throws(
        () => parsePlanFile(text, 'plan.json'),
        (error) =>
          error instanceof SyncError &&
          error.code === 'bad-argument' &&
          words.test(error.data.cause ?? '') &&
          (error.data.cause ?? '').includes('“plan.json”'),
      );
    });
  }
});
