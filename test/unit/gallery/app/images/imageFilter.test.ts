import assert from 'node:assert/strict';
import type { GalleryImage } from '../../../../../src/gallery/messages/protocol.js';
import { FILTERS, filterCounts, filterImages } from '../../../../../src/gallery/app/images/imageFilter.js';
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
  it('counts the images of each filter; an empty caption counts as a caption', () => {
    const { all, captioned, uncaptioned } = filterCounts(IMAGES);
    assert.deepEqual([all, captioned, uncaptioned], [4, 3, 1]);
  });

  it('keeps the images with a caption, or those without', () => {
    assert.deepEqual(names(IMAGES, 'captioned', ''), ['cat 01.jpg', 'Dog.png', 'café.png']);
    assert.deepEqual(names(IMAGES, 'uncaptioned', ''), ['cat 02.jpg']);
  });

  it('finds empty captions, sync states and damaged pictures, and counts them alike', () => {
    const [first, second, empty, last] = IMAGES as [GalleryImage, GalleryImage, GalleryImage, GalleryImage];
    const images: GalleryImage[] = [
      { ...first, syncState: 'new' },
      { ...second, syncState: 'changed' },
      { ...empty, syncState: 'failed' },
      { ...last, syncState: 'conflict', caption: ' \n' },
    ];
    const isDamaged = ({ name }: GalleryImage): boolean => name === 'Dog.png';
    const found = FILTERS.map((filter) => names(images, filter, '', isDamaged));
    assert.deepEqual(found.slice(FILTERS.indexOf('emptyCaption')), [
      ['Dog.png', 'café.png'],
      ['cat 01.jpg'],
      ['cat 02.jpg'],
      ['Dog.png'],
      ['café.png'],
      ['Dog.png'],
    ]);
    assert.deepEqual(
      FILTERS.map((filter) => filterCounts(images, isDamaged)[filter]),
      found.map(({ length }) => length),
    );
  });

  it('searches names, folders and captions, in any case, for every word', () => {
    assert.deepEqual(names(IMAGES, 'all', 'CAT'), ['cat 01.jpg', 'cat 02.jpg']);
    assert.deepEqual(names(IMAGES, 'all', ' sofa  black '), ['cat 01.jpg']);
    assert.deepEqual(names(IMAGES, 'all', '10_dogs'), ['Dog.png']);
    assert.deepEqual(names(IMAGES, 'uncaptioned', 'cat'), ['cat 02.jpg']);
    assert.deepEqual(names(IMAGES, 'all', 'horse'), []);
  });

  it('finds composed and decomposed letters', () => {
    assert.deepEqual(names(IMAGES, 'all', 'cafe\u0301'), ['café.png']);
  });
});
