import assert from 'node:assert/strict';
import {
  closingLine,
  NOTHING,
  oneFailed,
  ONE_SKIPPED,
  parseTally,
  sum,
} from '../../../scripts/testing/tally.js';

describe('the closing line of a test run', () => {
  it('gives the passed and failed tests, and the skipped ones if there are any', () => {
    const passed = { ...NOTHING, passed: 7 };
    assert.equal(closingLine(passed), '7 passed, 0 failed');
    assert.equal(closingLine(sum(passed, oneFailed('it broke'))), '7 passed, 1 failed');
    assert.equal(closingLine(sum(passed, ONE_SKIPPED)), '7 passed, 0 failed, 1 skipped');
  });

  it('follows the reasons of all failures', () => {
    assert.deepEqual(sum(oneFailed('a'), sum(ONE_SKIPPED, oneFailed('b'))).failures, ['a', 'b']);
  });

  it('rejects text that has no numbers', () => {
    assert.equal(parseTally('{"passed":1}'), undefined);
    assert.equal(parseTally('null'), undefined);
  });
});
