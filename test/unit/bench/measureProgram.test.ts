import assert from 'node:assert/strict';
import { programReport } from '../../bench/measureProgram.js';
import { withSection } from '../../bench/report/document.js';

describe('the table of the one-file program', () => {
  it('has sizes in MB, and the median of the starts with half of their range', () => {
    const table = programReport([
      { name: 'one file', bytes: 100_400_000, wall: [0.1, 0.2, 0.3], memory: [57, 58, 59] },
      { name: 'other', bytes: 1_000_000, wall: [0.25], memory: [] },
    ]);
    assert.deepEqual(table.split('\n').slice(2), [
      '| one file | 100.4 | 0.20 (±50 %) | 58 |',
      '| other | 1.0 | 0.25 (±0 %) | – |',
    ]);
  });

  it('goes to the end of the document once, and then to its place', () => {
    const first = withSection('Text.\n', 'one file', 'A');
    assert.equal(first, 'Text.\n\n<!-- one file -->\n\nA\n\n<!-- end of one file -->\n');
    assert.equal(withSection(`${first}More.\n`, 'one file', 'B'), `${first.replace('A', 'B')}More.\n`);
  });
});
