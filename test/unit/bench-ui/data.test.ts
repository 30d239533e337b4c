import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { makeLargeStyle } from '../../bench-ui/data/largeStyle.js';
import { makePhotos } from '../../bench-ui/data/photos.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/vscode/temporaryFolder.js';
import { readImageHeader } from '../../../src/thumbnails/making/readImageHeader.js';

describe('The data of the window’s benchmark', () => {
  let own: TemporaryFolder;
  beforeEach(() => {
    own = temporaryFolder('bench-ui-data');
  });
  afterEach(() => own.remove());

  it('is a style of small, different images, each with a caption', async () => {
    await makeLargeStyle(own.path, 150);
    const names = readdirSync(own.path);
    const images = names.filter((name) => name.endsWith('.jpg'));
    assert.equal(images.length, 150);
    assert.ok(images.every((name) => names.includes(name.replace('.jpg', '.txt'))));
    const contents = images.map((name) => readFileSync(path.join(own.path, name)));
    assert.equal(new Set(contents.map((bytes) => bytes.toString('base64'))).size, 150);
    assert.ok(contents.every(({ length }) => length < 3000));
    assert.equal((await readImageHeader(path.join(own.path, images[0] ?? '')))?.format, 'jpeg');
  });

  it('is photos of the requested size, the same in every run, with as many bits per pixel as real ones', async () => {
    const set = { title: 'small', width: 640, height: 480, count: 4 };
    const first = await makePhotos(path.join(own.path, 'first'), set);
    const again = await makePhotos(path.join(own.path, 'again'), set);
    assert.deepEqual(
      first.map((file) => readFileSync(file)),
      again.map((file) => readFileSync(file)),
    );
    const header = await readImageHeader(first[0] ?? '');
    assert.deepEqual([header?.width, header?.height], [640, 480]);
    const bitsPerPixel = (readFileSync(first[0] ?? '').length * 8) / (640 * 480);
    assert.ok(bitsPerPixel > 1.3 && bitsPerPixel < 3, String(bitsPerPixel));
  });
});
