import assert from 'node:assert/strict';
import { DATA_SETS, type SetName } from '../../bench/data/dataSet.js';
import { copiesOnOneServer, groupsOf, rotated } from '../../bench/turns.js';

const copies = (wanted: SetName): number =>
  copiesOnOneServer(DATA_SETS.find(({ name }) => name === wanted) ?? assert.fail());

describe('the turns of the tools', () => {
  it('begin with another tool in each run', () => {
    const tools = ['a', 'b', 'c'];
    assert.deepEqual(
      [0, 1, 2, 3].map((run) => rotated(tools, run).join('')),
      ['abc', 'bca', 'cab', 'abc'],
    );
    assert.deepEqual(rotated([], 1), []);
  });

  it('are taken by as many tools as a server can hold', () => {
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
});
