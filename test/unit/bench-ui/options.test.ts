import assert from 'node:assert/strict';
import { parseOptions, PARTS } from '../../bench-ui/options.js';

describe('The options of the window’s benchmark', () => {
  it('default to all parts and all sizes', () => {
    const options = parseOptions([]);
    assert.deepEqual([...options.parts], PARTS);
    assert.deepEqual(options.imageCounts, [100, 10_000, 100_000]);
    assert.deepEqual([options.runs, options.write, options.help], [3, false, false]);
  });

  it('choose parts, sizes and runs', () => {
    const options = parseOptions([
      '--only',
      'gallery,sizes',
      '--images',
      '100,500',
      '--runs',
      '5',
      '--write',
    ]);
    assert.deepEqual([...options.parts], ['gallery', 'sizes']);
    assert.deepEqual(options.imageCounts, [100, 500]);
    assert.deepEqual([options.runs, options.write], [5, true]);
  });

  it('say what is wrong with them', () => {
    assert.throws(() => parseOptions(['--only', 'galery']), /--only knows sizes, .*, not "galery"/);
    assert.throws(() => parseOptions(['--images', '100,none']), /--images none is no positive number/);
    assert.throws(() => parseOptions(['--runs', '1.5']), /--runs 1.5 is no whole number/);
    assert.throws(() => parseOptions(['--runs', '0']), /no positive number/);
  });
});
