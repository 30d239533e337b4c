import assert from 'node:assert/strict';
import { contentOf } from '../../bench/data/content.js';
import { bytesOf, DATA_SETS, filesOf, filesOfPair, scaled, type DataSet } from '../../bench/data/dataSet.js';
import { changeOf } from '../../bench/data/mutation.js';

const SET: DataSet = {
  name: 'real',
  title: 'for the tests',
  pairs: 250,
  imageBytes: [1000, 3000],
  captionBytes: 200,
  isTransferred: true,
};

const paths = (files: readonly { readonly path: string }[]): string[] => files.map(({ path }) => path);

describe('a data set of the benchmark', () => {
  it('has pairs of an image and its caption', () => {
    assert.deepEqual(paths(filesOfPair(SET, 7)), ['image-000007.jpg', 'image-000007.txt']);
    assert.equal(new Set(paths([...filesOf(SET)])).size, 500);
  });

  it('has images of many sizes within the limits', () => {
    const sizes = [...filesOf(SET)].flatMap(({ kind, bytes }) => (kind === 'image' ? bytes : []));
    assert.ok(Math.min(...sizes) >= 1000 && Math.max(...sizes) <= 3000);
    assert.ok(new Set(sizes).size > 200);
    assert.ok(Math.max(...sizes) - Math.min(...sizes) > 1900);
  });

  it('has the size that it declares', () => {
    const small = DATA_SETS.find(({ name }) => name === 'small');
    assert.ok(small);
    assert.equal(bytesOf(small), 2000 * (100 * 1024 + 200));
  });

  it('can be scaled down, but keeps a pair for each kind of change', () => {
    assert.equal(scaled(SET, 0.1).pairs, 25);
    const tiny = scaled(SET, 0.0001);
    for (const mutation of ['one-percent', 'captions', 'removals'] as const) {
      const { rewritten, removed } = changeOf(tiny, mutation);
      assert.ok(rewritten.length + removed.length > 0, mutation);
    }
  });
});

describe('the content of a data set', () => {
  const [image, caption] = filesOfPair(SET, 3);

  it('is always the same, and differs between files and revisions', () => {
    assert.deepEqual(contentOf(SET, image, 0), contentOf(SET, image, 0));
    const [otherImage] = filesOfPair(SET, 4);
    for (const other of [
      contentOf(SET, image, 1),
      contentOf(SET, { ...otherImage, bytes: image.bytes }, 0),
    ]) {
      assert.ok(!contentOf(SET, image, 0).equals(other));
    }
    assert.ok(!contentOf(SET, caption, 0).equals(contentOf(SET, caption, 2)));
  });

  it('has the length of the file', () => {
    for (const file of filesOf(SET)) assert.equal(contentOf(SET, file, 0).length, file.bytes);
  });

  it('begins and ends like a JPEG, or is text', () => {
    const bytes = contentOf(SET, image, 0);
    assert.equal(bytes.toString('hex', 0, 4), 'ffd8ffe0');
    assert.equal(bytes.toString('hex', bytes.length - 2), 'ffd9');
    assert.match(contentOf(SET, caption, 0).toString('utf8'), /^[\w ,-]{200}$/);
  });
});

describe('a change of a data set', () => {
  it('of one percent rewrites image and caption of every hundredth pair', () => {
    const { rewritten, removed } = changeOf(SET, 'one-percent');
    assert.equal(rewritten.length, 6);
    assert.deepEqual(paths(rewritten.slice(2, 4)), ['image-000100.jpg', 'image-000100.txt']);
    assert.deepEqual(removed, []);
  });

  it('of the captions rewrites all of them and nothing else', () => {
    const { rewritten, removed } = changeOf(SET, 'captions');
    assert.equal(rewritten.length, SET.pairs);
    assert.ok(rewritten.every(({ kind }) => kind === 'caption'));
    assert.deepEqual(removed, []);
  });

  it('of the captions writes other content than the change of one percent', () => {
    assert.notEqual(changeOf(SET, 'captions').revision, changeOf(SET, 'one-percent').revision);
  });

  it('that removes files removes whole pairs, and none that the change of one percent rewrites', () => {
    const { rewritten, removed } = changeOf(SET, 'removals');
    assert.deepEqual(paths(removed.slice(0, 2)), ['image-000001.jpg', 'image-000001.txt']);
    assert.equal(removed.length, 6);
    assert.deepEqual(rewritten, []);
    const changed = new Set(paths(changeOf(SET, 'one-percent').rewritten));
    assert.ok(removed.every(({ path }) => !changed.has(path)));
  });
});
