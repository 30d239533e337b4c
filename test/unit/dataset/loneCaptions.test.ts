import assert from 'node:assert/strict';
import { likenessOf, loneCaptionsIn } from '../../../src/dataset/loneCaptions.js';
import { ImageExtensions } from '../../../src/dataset/pairing.js';

describe('captions without an image', () => {
  it('are the texts whose stem no image has', () => {
    const paths = ['a.jpg', 'a.txt', 'b.txt', '10_cat/c.PNG', '10_cat/c.txt', 'c.txt', 'A.txt'];
    assert.deepEqual(loneCaptionsIn(paths, new ImageExtensions(['jpg', 'png'])), ['b.txt', 'c.txt', 'A.txt']);
  });

  it('may belong to an image of the same words, or of one letter more, less or other', () => {
    const likenesses = [
      'Boat-14.webp',
      'boat 15.webp',
      'boat 1.webp',
      'boat 146.webp',
      'boat 25.webp',
      '10_x/boat 14.webp',
    ].map((image) => likenessOf('boat 14.txt', image));
    assert.deepEqual(likenesses, [
      'same-words',
      'one-letter',
      'one-letter',
      'one-letter',
      undefined,
      undefined,
    ]);
  });
});
