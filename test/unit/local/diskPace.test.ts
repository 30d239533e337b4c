import assert from 'node:assert/strict';
import { DiskPace } from '../../../src/local/diskPace.js';

describe('the pace of the disk', () => {
  let pace: DiskPace;
  beforeEach(() => {
    pace = new DiskPace();
  });

  const expected = (reads: number): boolean[] => Array.from({ length: reads }, () => pace.expectsToWait());

  it('is that of memory until a read says otherwise', () => {
    pace.took(5, 200);
    pace.took(100, 256 * 1024);
    assert.deepEqual(new Set(expected(100)), new Set([false]));
  });

  it('is asked anew after some reads that are expected to wait', () => {
    pace.took(60, 200);
    const waits = expected(100);
    const first = waits.indexOf(false);
    assert.ok(first > 0);
    assert.deepEqual(new Set(waits.slice(first)), new Set([false]));
    pace.took(60, 200);
    assert.equal(pace.expectsToWait(), true);
  });

  it('is slow at a large part only where it took longer than to copy it', () => {
    pace.took(60, 256 * 1024);
    assert.equal(pace.expectsToWait(), false);
    pace.took(2000, 256 * 1024);
    assert.equal(pace.expectsToWait(), true);
  });
});
