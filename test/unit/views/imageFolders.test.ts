import assert from 'node:assert/strict';
import type { CaptionedImage } from '../../../src/dataset/trainingImage.js';
import { plainText } from '../../../src/operations/texts/translate.js';
import { ImageFolders } from '../../../src/views/imageFolders.js';
import { captionStart, countsText, rangeText, styleText } from '../../../src/views/itemTexts.js';

const image = (relativePath: string, caption: string | null = null): CaptionedImage => ({
  name: relativePath.slice(relativePath.lastIndexOf('/') + 1),
  relativePath,
  size: 1,
  modifiedTime: 0,
  hasCaption: caption !== null,
  captionFile: null,
  caption,
});
const style = { id: '16', folder: {} as never };

describe('the images of a style as folders', () => {
  const folders = new ImageFolders([
    image('1.jpg', 'one'),
    image('10_cat/deep/3.jpg'),
    image('10_cat/2.jpg', 'two'),
    image('20_dog/4.jpg'),
  ]);

  it('lists the images and sub-folders of each folder', () => {
    const paths = (path: string) => {
      const content = folders.at(path);
      return [content.folders, content.images.map(({ relativePath }) => relativePath)];
    };
    assert.deepEqual(paths(''), [['10_cat', '20_dog'], ['1.jpg']]);
    assert.deepEqual(paths('10_cat'), [['10_cat/deep'], ['10_cat/2.jpg']]);
    assert.deepEqual(paths('10_cat/deep'), [[], ['10_cat/deep/3.jpg']]);
    assert.deepEqual(paths('no such folder'), [[], []]);
  });

  it('counts the images of all sub-folders too', () => {
    assert.equal(countsText(folders.at(''), plainText, 'en'), '4 images · 2 captioned');
    assert.equal(countsText(folders.at('10_cat'), plainText, 'en'), '2 images · 1 captioned');
    assert.equal(countsText(folders.at('20_dog'), plainText, 'en'), '1 image · 0 captioned');
  });

  it('formats numbers for the user’s language', () => {
    const counts = { total: 100_000, captioned: 1234 };
    assert.equal(countsText(counts, plainText, 'en'), '100,000 images · 1,234 captioned');
    assert.equal(countsText(counts, plainText, 'de'), '100.000 images · 1.234 captioned');
  });

  it('names a range by its shortened first and last name', () => {
    const [first, last] = [{ name: 'cat 1.jpg' }, { name: 'cat 1000.large.png' }];
    assert.equal(rangeText(first, last), 'cat 1 … cat 1000.large');
    assert.equal(rangeText(last, last), 'cat 1000.large');
  });
});

describe('the text beside a style', () => {
  const content = { folders: [], images: [], total: 128, captioned: 116 };
  const state = { style, images: [], error: undefined, run: undefined };

  it('has its numbers, or nothing until they are known, or the progress of a run', () => {
    assert.equal(styleText(state, content, plainText, 'en'), '128 images · 116 captioned');
    assert.equal(styleText({ ...state, images: undefined }, content, plainText, 'en'), '');
    assert.equal(styleText({ ...state, error: 'Gone.' }, content, plainText, 'en'), 'cannot be read');
    const progress = {
      phase: 'transferring',
      filesDone: 212,
      filesTotal: 340,
      bytesDone: 0,
      bytesTotal: 0,
      current: '',
    } as const;
    for (const [kind, begins] of [
      ['to-s3', 'syncing…'],
      ['undo', 'undoing…'],
      ['restore', 'restoring…'],
    ] as const) {
      const run = { kind, progress };
      assert.equal(styleText({ ...state, run }, content, plainText, 'en'), '212 of 340 images and captions');
      const begun = { kind, progress: undefined };
      assert.equal(styleText({ ...state, run: begun }, content, plainText, 'en'), begins);
    }
  });
});

describe('the text beside an image', () => {
  it('is the start of its caption on one line', () => {
    assert.equal(captionStart({ caption: ' a cat,\n on  a mat ' }), 'a cat, on a mat');
    assert.equal(captionStart({ caption: null }), '');
    assert.ok(captionStart({ caption: 'word '.repeat(1000) }).length <= 120);
  });
});
