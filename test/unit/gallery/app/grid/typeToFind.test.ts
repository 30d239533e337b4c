import assert from 'node:assert/strict';
import { TypeToFind } from '../../../../../src/gallery/app/grid/typeToFind.js';
import { galleryImage } from '../../images.js';

const IMAGES = ['boat 1.jpg', 'Boat 02.jpg', 'sub/bay.jpg', 'cat.jpg', 'E\u0301cole.jpg'].map((path) =>
  galleryImage(path),
);

describe('type to find', () => {
  const typed = (letters: string, { active = 0, pause = 100 } = {}): number => {
    const find = new TypeToFind();
    let found = active;
    Array.from(letters).forEach((letter, index) => {
      const next = find.find(letter, index * pause, IMAGES, found);
      if (next >= 0) found = next;
    });
    return found;
  };

  it('goes on to the next name with one letter, and with the same one again', () => {
    assert.equal(typed('b'), 1);
    assert.equal(typed('bb'), 2);
    assert.equal(typed('bbb'), 0);
  });

  it('narrows with each letter, in any case, without spaces and folders, however letters are composed', () => {
    assert.equal(typed('BOAT0'), 1);
    assert.equal(typed('boat1', { active: 3 }), 0);
    assert.equal(typed('ba'), 2);
    assert.equal(typed('\u00e9c'), 4);
  });

  it('begins a new word after a pause, and stays where nothing begins so', () => {
    assert.equal(typed('bc', { pause: 1000 }), 3);
    assert.equal(typed('bx'), 1);
    const find = new TypeToFind();
    assert.equal(find.continues(0), false);
    find.find('b', 0, IMAGES, 0);
    assert.deepEqual([find.continues(999), find.continues(1000)], [true, false]);
  });
});
