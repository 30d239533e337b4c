import assert from 'node:assert/strict';
import type { CaptionedImage } from '../../../src/dataset/trainingImage.js';
import { plainText } from '../../../src/operations/texts/translate.js';
import { ImageFolders } from '../../../src/views/imageFolders.js';
import { countsText, type StandingContext } from '../../../src/host/texts/standingTexts.js';
import type { StyleStanding } from '../../../src/operations/protocol/standing.js';
import { captionStart, rangeText, styleText } from '../../../src/views/itemTexts.js';

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
    assert.equal(countsText(folders.at(''), plainText, 'en'), '4 images · 2 without caption');
    assert.equal(countsText(folders.at('10_cat'), plainText, 'en'), '2 images · 1 without caption');
    assert.equal(countsText(folders.at('20_dog'), plainText, 'en'), '1 image · 1 without caption');
  });

  it('formats numbers for the user’s language', () => {
    const counts = { total: 100_000, captioned: 1234 };
    assert.equal(countsText(counts, plainText, 'en'), '100,000 images · 98,766 without caption');
    assert.equal(countsText(counts, plainText, 'de'), '100.000 images · 98.766 without caption');
  });

  it('names a range by its shortened first and last name', () => {
    const [first, last] = [{ name: 'cat 1.jpg' }, { name: 'cat 1000.large.png' }];
    assert.equal(rangeText(first, last), 'cat 1 … cat 1000.large');
    assert.equal(rangeText(last, last), 'cat 1000.large');
  });
});

const NOW = Date.UTC(2026, 11, 1, 12);
const CONTEXT: StandingContext = { t: plainText, language: 'en', nowMs: NOW, syncDeletes: false };

describe('the text beside a style', () => {
  const standing = (more: Partial<StyleStanding>): StyleStanding => ({
    toUpload: { images: 0, captions: 0 },
    pairsToUpload: 0,
    deletedHere: [],
    deletedHereCount: 0,
    brokenOff: undefined,
    failed: 0,
    conflicts: 0,
    emptyCaptions: 0,
    hasPlace: true,
    isSynced: true,
    syncedAtMs: NOW - 5 * 60_000,
    ...more,
  });
  const brokenOff = { startedAtMs: 0, direction: 'to-s3', done: 2083, total: 5700 } as const;
  const one = [{}] as unknown as readonly CaptionedImage[];

  for (const [more, expected] of [
    [{}, '128 images · 12 without caption · synced 5 minutes ago'],
    [{ syncedAtMs: NOW - 1000 }, '128 images · 12 without caption · synced just now'],
    [{ syncedAtMs: NOW - 3 * 3_600_000 }, '128 images · 12 without caption · synced 3 hours ago'],
    [{ syncedAtMs: undefined }, '128 images · 12 without caption · synced'],
    [{ isSynced: false }, 'never synced · 128 images · 12 without caption'],
    [{ pairsToUpload: 3412 }, '3,412 to upload · 128 images · 12 without caption'],
    [{ deletedHereCount: 2 }, '2 deleted here, still in S3 · 128 images · 12 without caption'],
    [{ conflicts: 1, failed: 2 }, '1 conflict · 2 failed · 128 images · 12 without caption'],
    [{ brokenOff, pairsToUpload: 9 }, 'broken off: 2,083 of 5,700 · 128 images · 12 without caption'],
  ] as const) {
    it(`says where the style stands, first where a sync would do something: ${expected}`, () => {
      const state = { style, images: one, error: undefined, run: undefined, standing: standing(more) };
      assert.equal(styleText(state, content, CONTEXT), expected);
    });
  }

  it('says of deleted files what Sync Deletes does with them', () => {
    const state = {
      style,
      images: one,
      error: undefined,
      run: undefined,
      standing: standing({ deletedHereCount: 2 }),
    };
    assert.match(styleText(state, content, { ...CONTEXT, syncDeletes: true }), /^2 to delete in S3 · /);
  });

  const content = { folders: [], images: [], total: 128, captioned: 116 };
  const state = { style, images: [], error: undefined, run: undefined };

  it('has its numbers, or nothing until they are known, or the progress of a run', () => {
    assert.equal(styleText(state, content, CONTEXT), '128 images · 12 without caption');
    assert.equal(styleText({ ...state, images: undefined }, content, CONTEXT), '');
    assert.equal(styleText({ ...state, error: 'Gone.' }, content, CONTEXT), 'cannot be read');
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
      assert.equal(styleText({ ...state, run }, content, CONTEXT), '212 of 340 images and captions');
      const begun = { kind, progress: undefined };
      assert.equal(styleText({ ...state, run: begun }, content, CONTEXT), begins);
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
