import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareKeys } from '../../../../src/s3/reading/keyOrder.js';

describe('The order of keys', () => {
  it('is the order of their bytes in UTF-8', () => {
    const key = fc.string({ unit: 'grapheme', maxLength: 6 });
    fc.assert(
      fc.property(key, key, (a, b) => {
        const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
        assert.equal(Math.sign(compareKeys(a, b)), bytes);
      }),
      { numRuns: 5000 },
    );
  });

  it('differs from UTF-16, in which an emoji precedes a full-width letter', () => {
    const keys = ['\u{10ffff}', '\uffe6', '😀', '\ud7ff'];
    assert.deepEqual([...keys].sort(), ['\ud7ff', '😀', '\u{10ffff}', '\uffe6']);
    assert.deepEqual([...keys].sort(compareKeys), ['\ud7ff', '\uffe6', '😀', '\u{10ffff}']);
  });
});
