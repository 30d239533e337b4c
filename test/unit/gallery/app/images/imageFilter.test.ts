import assert from 'node:assert/strict';
import { filterCounts, filterImages } from '../../../../../src/gallery/app/images/imageFilter.js';
import { galleryImage } from '../../images.js';

const IMAGES = [
  galleryImage('cat 01.jpg', 'a black Cat on a sofa'),
  galleryImage('cat 02.jpg'),
  galleryImage('10_dogs/Dog.png', ''),
  galleryImage('caf\u00e9.png', 'ein Hund'),
];
const names = (...args: Parameters<typeof filterImages>): string[] =>
  filterImages(...args).map(({ name }) => name);

describe('image filter', () => {
  it('counts what each choice stands for; an empty caption is one', () => {
    assert.deepEqual(filterCounts(IMAGES), { all: 4, captioned: 3, uncaptioned: 1 });
  });

  it('leaves captioned ones, or those without', () => {
    assert.deepEqual(names(IMAGES, 'captioned', ''), ['cat 01.jpg', 'Dog.png', 'café.png']);
    assert.deepEqual(names(IMAGES, 'uncaptioned', ''), ['cat 02.jpg']);
  });

  it('searches names, folders and captions, in any case, for every word', () => {
    assert.deepEqual(names(IMAGES, 'all', 'CAT'), ['cat 01.jpg', 'cat 02.jpg']);
    assert.deepEqual(names(IMAGES, 'all', ' sofa  black '), ['cat 01.jpg']);
    assert.deepEqual(names(IMAGES, 'all', '10_dogs'), ['Dog.png']);
    assert.deepEqual(names(IMAGES, 'uncaptioned', 'cat'), ['cat 02.jpg']);
    assert.deepEqual(names(IMAGES, 'all', 'horse'), []);
  });

  it('finds composed and decomposed letters alike', () => {
    assert.deepEqual(names(IMAGES, 'all', 'cafe\u0301'), ['café.png']);
  });
});
