import assert from 'node:assert/strict';
import type { CaptionedImage } from '../../../src/dataset/trainingImage.js';
import { changedImages } from '../../../src/host/imageChanges.js';

const image = (name: string, caption: string | null = null, size = 1): CaptionedImage => ({
  name,
  relativePath: name,
  size,
  modifiedTime: 0,
  hasCaption: caption !== null,
  captionFile: caption === null ? null : 'a.txt',
  caption,
});

describe('what changed between two readings of a style', () => {
  it('is what came, went, got other bytes or another caption, and nothing else', () => {
    const before = [
      image('same', 'x'),
      image('gone'),
      image('bytes'),
      image('words', 'a cat'),
      image('captioned'),
    ];
    const after = [
      image('same', 'x'),
      image('new'),
      image('bytes', null, 2),
      image('words', 'a dog'),
      image('captioned', ''),
    ];
    assert.deepEqual(changedImages(before, after).sort(), ['bytes', 'captioned', 'gone', 'new', 'words']);
  });
});
