import assert from 'node:assert/strict';
import type { CaptionedImage } from '../../../src/dataset/trainingImage.js';
import { MOST_IMAGES_IN_FOLDER, rangesOf } from '../../../src/views/imageRanges.js';

const images = (count: number): CaptionedImage[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `${index}.jpg`,
    relativePath: `${index}.jpg`,
    size: 1,
    modifiedTime: 0,
    hasCaption: false,
    captionFile: null,
    caption: null,
  }));

describe('the ranges of a folder with very many images', () => {
  it('contain every image once, in order', () => {
    const all = images(100_001);
    const ranges = rangesOf(all);
    assert.deepEqual(ranges.flat(), all);
    assert.ok(ranges.every(({ length }) => length > 0));
  });

  it('are few and short enough for the editor', () => {
    const ranges = rangesOf(images(100_000));
    assert.ok(ranges.length <= 100);
    assert.ok(ranges.every(({ length }) => length <= MOST_IMAGES_IN_FOLDER));
  });
});
