import assert from 'node:assert/strict';
import { DATA_SETS, type SetName } from '../../bench/data/dataSet.js';
import { copiesOnOneServer, groupsOf, PATIENCE, rotated, worthAnotherRun } from '../../bench/turns.js';

const copies = (wanted: SetName): number =>
  copiesOnOneServer(DATA_SETS.find(({ name }) => name === wanted) ?? assert.fail());

describe('the turns of the tools', () => {
  it('begin with a different tool in each run', () => {
    const tools = ['a', 'b', 'c'];
    assert.deepEqual(
      [0, 1, 2, 3].map((run) => rotated(tools, run).join('')),
      ['abc', 'bca', 'cab', 'abc'],
    );
    assert.deepEqual(rotated([], 1), []);
  });

  it('are taken by as many tools as one server can hold', () => {
    assert.equal(copies('small'), 14);
    assert.equal(copies('wide'), 2);
    assert.equal(copies('real'), 5);
    assert.ok(copies('deep') > 1e6);
  });

  it('are taken in even groups', () => {
    assert.deepEqual(groupsOf([1, 2, 3, 4, 5, 6], 4), [
      [1, 2, 3],
      [4, 5, 6],
    ]);
    assert.deepEqual(groupsOf([1, 2, 3, 4, 5], 2), [[1, 2], [3], [4, 5]]);
    assert.deepEqual(groupsOf([1, 2], copies('deep')), [[1, 2]]);
    assert.deepEqual(groupsOf([], 2), []);
  });

  it('are taken only once by a tool that is more than three times as slow as the fastest other, unless it is ours', () => {
    const seconds: Readonly<Record<string, number>> = {
      ours: 100,
      before: 1,
      rclone: 10,
      aws: 30,
      s3cmd: 31,
    };
    const tools = Object.keys(seconds).map((name) => ({ name }));
    const any = (): boolean => true;
    const stay = worthAnotherRun(tools, PATIENCE, ({ name }) => seconds[name] ?? 0, any);
    assert.deepEqual(
      stay.map(({ name }) => name),
      ['ours', 'before', 'rclone', 'aws'],
    );
    assert.deepEqual(
      worthAnotherRun([{ name: 'ours' }], PATIENCE, () => 1, any),
      [{ name: 'ours' }],
    );
  });

  it('are taken again by all tools, including one that has failed', () => {
    const seconds: Readonly<Record<string, number>> = { ours: 100, rclone: 10, s3cmd: 31 };
    const tools = ['ours', 'rclone', 'aws', 's3cmd'].map((name) => ({ name }));
    const isBest = ({ name }: { name: string }): boolean => name !== 'aws';
    const stay = worthAnotherRun(tools, PATIENCE, ({ name }) => seconds[name], isBest);
    assert.deepEqual(
      stay.map(({ name }) => name),
      ['ours', 'rclone', 'aws'],
    );
  });

  it('are taken only once by a variant that was the tool’s fastest in no phase', () => {
    const tools = [{ name: 'ours' }, { name: 'rclone', best: true }, { name: 'rclone', best: false }];
    const stay = worthAnotherRun(
      tools,
      PATIENCE,
      () => 1,
      ({ best = false }) => best,
    );
    assert.deepEqual(stay, tools.slice(0, 2));
  });
});
