import assert from 'node:assert/strict';
import {
  byNaturalOrder,
  captionPathOf,
  ImageExtensions,
  mayBeCaption,
  pairImages,
} from '../../../src/dataset/pairing.js';
import { DEFAULT_IMAGE_EXTENSIONS } from '../../../src/dataset/trainingImage.js';

const extensions = new ImageExtensions(DEFAULT_IMAGE_EXTENSIONS);
const files = (...paths: string[]) => paths.map((path) => ({ path, size: 1, mtimeMs: 2 }));

describe('pairing', () => {
  it('removes only the last extension', () => {
    assert.equal(captionPathOf('photo.tar.jpg'), 'photo.tar.txt');
    assert.equal(captionPathOf('10_cat/a b.PNG'), '10_cat/a b.txt');
    assert.equal(captionPathOf('v1.5/cat.jpg'), 'v1.5/cat.txt');
  });

  it('accepts every image extension in any case, and nothing else', () => {
    for (const name of [
      'a.jpg',
      'a.JPEG',
      'a.Png',
      'a.webp',
      'a.gif',
      'a.bmp',
      'a.avif',
      'a.tif',
      'a.TIFF',
      'a.jxl',
    ]) {
      assert.ok(extensions.isImage(name), name);
    }
    for (const name of [
      'a.txt',
      'a.npz',
      'a.safetensors',
      'a.mp4',
      'a',
      '.jpg',
      'sub/.jpg',
      'jpg',
      'a.jpg.part',
    ]) {
      assert.ok(!extensions.isImage(name), name);
    }
  });

  it('ignores hidden files and folders', () => {
    for (const name of ['._a.jpg', '.thumbs/a.jpg', 'sub/.cache/a.jpg', 'sub/._a.png']) {
      assert.ok(!extensions.isWanted(name), name);
    }
  });

  it('follows the user’s list, with or without dots, and never treats .txt as an image', () => {
    const own = new ImageExtensions(['.PSD', 'txt', '']);
    assert.deepEqual(
      ['a.psd', 'a.jpg', 'a.txt', 'a'].map((name) => own.isImage(name)),
      [true, false, false, false],
    );
  });

  it('accepts only lower-case .txt as a caption, as every trainer does', () => {
    assert.deepEqual(['a.txt', 'a.TXT', '.txt', 'a.caption'].map(mayBeCaption), [true, false, false, false]);
  });

  it('finds the caption in the image’s own folder', () => {
    const images = pairImages(files('a.jpg', 'a.txt', 'sub/a.png', 'b.png', 'README.txt'), extensions);
    assert.deepEqual(
      images.map(({ relativePath, hasCaption, captionFile }) => [relativePath, hasCaption, captionFile]),
      [
        ['a.jpg', true, 'a.txt'],
        ['b.png', false, null],
        ['sub/a.png', false, null],
      ],
    );
  });

  it('gives images with the same stem the same caption', () => {
    const images = pairImages(files('a.jpg', 'a.png', 'a.txt'), extensions);
    assert.deepEqual(
      images.map(({ captionFile }) => captionFile),
      ['a.txt', 'a.txt'],
    );
  });

  it('has the fields that scripts read', () => {
    const [image] = pairImages([{ path: 'sub/a.jpg', size: 5, mtimeMs: 1700000000123.5 }], extensions);
    assert.deepEqual(image, {
      name: 'a.jpg',
      relativePath: 'sub/a.jpg',
      size: 5,
      modifiedTime: 1700000000123.5,
      hasCaption: false,
      captionFile: null,
    });
  });

  it('sorts 2 before 10', () => {
    const sorted = ['cat 10.jpg', 'cat 2.jpg', 'Cat 1.jpg']
      .map((relativePath) => ({ relativePath }))
      .sort(byNaturalOrder);
    assert.deepEqual(
      sorted.map(({ relativePath }) => relativePath),
      ['Cat 1.jpg', 'cat 2.jpg', 'cat 10.jpg'],
    );
  });
});
