import assert from 'node:assert/strict';
import { decide, type Choices, type Comparison, type Decision } from '../../../../src/sync/plan/compare.js';

const off: Choices = { syncDeletes: false, onConflict: 'skip' };
const on: Choices = { syncDeletes: true, onConflict: 'skip' };
const overwrite: Choices = { syncDeletes: false, onConflict: 'overwrite' };
const both: Choices = { syncDeletes: true, onConflict: 'overwrite' };

const differs = (changed: 'source' | 'target' | 'both' | 'no-history'): Comparison => ({
  source: 'present',
  target: 'differs',
  changed,
});
const gone = (changed: 'nothing' | 'target' | 'no-history'): Comparison => ({
  source: 'absent',
  target: 'present',
  changed,
});

const ROWS: readonly [string, Comparison, Choices, Decision][] = [
  [
    'new',
    { source: 'present', target: 'absent', wasThere: false },
    off,
    { action: 'transfer', reason: 'new' },
  ],
  [
    'deleted there',
    { source: 'present', target: 'absent', wasThere: true },
    on,
    { action: 'transfer', reason: 'deleted there since the last sync' },
  ],
  ['same', { source: 'present', target: 'same' }, on, { action: 'skip' }],
  ['changed in the source', differs('source'), off, { action: 'transfer', reason: 'changed in the source' }],
  ['changed in the target', differs('target'), on, { action: 'keep' }],
  ['changed on both', differs('both'), on, { action: 'conflict', reason: 'changed on both sides' }],
  ['differs, no history', differs('no-history'), off, { action: 'transfer', reason: 'differs, no history' }],
  ['gone, deletes off', gone('nothing'), off, { action: 'skip' }],
  ['never seen, deletes off', gone('no-history'), off, { action: 'skip' }],
  ['edited there, deletes off', gone('target'), off, { action: 'skip' }],
  ['gone', gone('nothing'), on, { action: 'delete', reason: 'deleted here since the last sync' }],
  ['never seen', gone('no-history'), on, { action: 'delete', reason: 'never seen here' }],
  ['edited there', gone('target'), on, { action: 'conflict', reason: 'deleted here, edited there' }],
  [
    'changed in the target, source wins',
    differs('target'),
    overwrite,
    { action: 'transfer', reason: 'overwrites a change in the target' },
  ],
  [
    'changed on both, source wins',
    differs('both'),
    overwrite,
    { action: 'transfer', reason: 'overwrites a change in the target' },
  ],
  ['edited there, source wins, deletes off', gone('target'), overwrite, { action: 'skip' }],
  [
    'edited there, source wins',
    gone('target'),
    both,
    { action: 'delete', reason: 'deleted here since the last sync' },
  ],
];

describe('decide', () => {
  for (const [name, comparison, choices, decision] of ROWS) {
    it(name, () => assert.deepEqual(decide(comparison, choices), decision));
  }

  it('never deletes with deletes off, whatever the comparison', () => {
    const all: Comparison[] = ROWS.map(([, comparison]) => comparison);
    for (const comparison of all) {
      for (const choices of [off, overwrite]) assert.notEqual(decide(comparison, choices).action, 'delete');
    }
  });
});
