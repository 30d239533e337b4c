import assert from 'node:assert/strict';
import { findImage } from '../../../src/dataset/findImage.js';
import { ImageExtensions, pairImages } from '../../../src/dataset/pairing.js';

describe('finding an image by its path', () => {
  const paths = ['a 2.jpg', 'a 10.jpg', 'A 2.jpg', 'a 02.jpg', 'sub/b.jpg', 'ä.jpg'];
  const images = pairImages(
    paths.map((path) => ({ path, size: 1, mtimeMs: 1 })),
    new ImageExtensions(['jpg']),
  );

  it('finds each image, also among similar names', () => {
    assert.deepEqual(
      paths.map((path) => findImage(images, path)?.relativePath),
      paths,
    );
  });

  it('finds no image that is not in the list', () => {
    for (const path of ['', 'a.jpg', 'a 3.jpg', 'z.jpg']) assert.ok(!findImage(images, path), path);
    assert.ok(!findImage(images.slice(0, 0), 'a 2.jpg'));
  });
});
