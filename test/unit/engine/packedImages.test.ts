import assert from 'node:assert/strict';
import { packImages, unpackImages } from '../../../src/engine/packedImages.js';
import { captionedImage } from '../../../src/dataset/pairing.js';

describe('images between two threads', () => {
  it('arrive as they were sent', () => {
    const images = [
      captionedImage({ path: '10_cat/a.tar.jpg', size: 5, mtimeMs: 1_700_000_000_123.5 }, 'a cat \u{1F408}'),
      { ...captionedImage({ path: 'b.jpg', size: 2 ** 33, mtimeMs: 0 }, null), syncState: 'new' as const },
      { ...captionedImage({ path: 'c.jpg', size: 0, mtimeMs: -1 }, ''), syncState: 'changed' as const },
    ];
    assert.deepEqual(unpackImages(structuredClone(packImages(images))), images);
    assert.deepEqual(unpackImages(packImages([])), []);
  });
});
