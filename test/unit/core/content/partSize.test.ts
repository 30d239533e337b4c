import assert from 'node:assert/strict';
import { COPY_LIMITS } from '../../../../src/s3/writing/copyInParts.js';
import { LARGEST_OBJECT, LARGEST_PART, partSizeOf } from '../../../../src/core/content/partSize.js';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const MOST_PARTS = 10_000;

describe('the parts of an upload', () => {
  it('are 8 MiB as long as 10,000 of them hold the file', () => {
    for (const size of [16 * MIB + 1, GIB, 78 * GIB]) assert.equal(partSizeOf(size, 'a.png'), 8 * MIB);
    assert.equal(partSizeOf(MOST_PARTS * 8 * MIB, 'a.png'), 8 * MIB);
    assert.equal(partSizeOf(MOST_PARTS * 8 * MIB + 1, 'a.png'), 9 * MIB);
  });

  it('grow up to the largest object, in whole MiB, and never beyond the largest part', () => {
    assert.equal(LARGEST_OBJECT, 5 * 1024 * GIB);
    assert.equal(LARGEST_PART, 5 * GIB);
    for (const size of [79 * GIB, 100 * GIB + 1, 1024 * GIB - 1, LARGEST_OBJECT]) {
      const part = partSizeOf(size, 'a.png');
      assert.ok(part * MOST_PARTS >= size && part <= LARGEST_PART && part % MIB === 0, String(size));
    }
    assert.equal(partSizeOf(LARGEST_OBJECT, 'a.png'), 525 * MIB);
  });

  it('are refused for a file larger than S3 can store', () => {
    assert.throws(() => partSizeOf(LARGEST_OBJECT + 1, 'a.png'), { code: 'too-large' });
  });

  it('hold the largest object in a copy, which is one request up to 5 GiB', () => {
    assert.deepEqual(COPY_LIMITS, { largest: 5 * GIB, part: GIB });
    assert.ok(COPY_LIMITS.part * MOST_PARTS >= LARGEST_OBJECT && COPY_LIMITS.part <= LARGEST_PART);
  });
});
