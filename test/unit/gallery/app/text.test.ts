import assert from 'node:assert/strict';
import { TextFormat } from '../../../../src/gallery/app/controls/textFormat.js';
import { firstWords, splitName } from '../../../../src/gallery/app/grid/cardText.js';

describe('gallery texts', () => {
  it('fills placeholders, with numbers formatted for the user’s language', () => {
    assert.equal(new TextFormat('en').fill('{0} of {1} selected', 1200, 'all'), '1,200 of all selected');
    assert.equal(new TextFormat('de').fill('{1} von {0}', 10_000, 3), '3 von 10.000');
  });

  it('splits a long name so that its number and extension stay visible', () => {
    assert.deepEqual(splitName('IMG_2024_holiday_in_rome_0012.jpeg'), {
      head: 'IMG_2024_holiday_in_rome_',
      tail: '0012.jpeg',
    });
    assert.deepEqual(splitName('cat 01.jpg'), { head: 'cat 01.jpg', tail: '' });
  });

  it('does not cut through an emoji', () => {
    const { head, tail } = splitName('a long name of a family 👨‍👩‍👧 01.jpg');
    assert.equal(head + tail, 'a long name of a family 👨‍👩‍👧 01.jpg');
    assert.equal(tail, ' 👨‍👩‍👧 01.jpg');
  });

  it('puts the beginning of a caption on one line', () => {
    assert.equal(firstWords('  a cat,\n\ton  a sofa\n'), 'a cat, on a sofa');
  });
});
