import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { makeSampleStyle } from '../../support/sample-style/sampleStyle.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/vscode/temporaryFolder.js';

describe('makeSampleStyle', () => {
  let own: TemporaryFolder;
  beforeEach(() => (own = temporaryFolder('sample')));
  afterEach(() => own.remove());

  const fingerprints = (folder: string): string[] =>
    readdirSync(folder).map((name) =>
      createHash('md5')
        .update(readFileSync(path.join(folder, name)))
        .digest('hex'),
    );

  it('draws readable images, and the requested number of captions', async () => {
    const images = await makeSampleStyle(own.path, { images: 12, captioned: 5 });
    for (const { name } of images) assert.ok((await sharp(path.join(own.path, name)).metadata()).width > 0);
    const captions = readdirSync(own.path).filter((name) => name.endsWith('.txt'));
    assert.equal(images.length, 12);
    assert.equal(captions.length, 5);
    assert.equal(images.filter(({ caption }) => caption !== undefined).length, 5);
  });

  it('draws the same for the same seed, and something else for another seed', async () => {
    const folders = ['a', 'b', 'c'].map((name) => path.join(own.path, name));
    const [a = '', b = '', c = ''] = folders;
    await makeSampleStyle(a, { images: 3, seed: 1 });
    await makeSampleStyle(b, { images: 3, seed: 1 });
    await makeSampleStyle(c, { images: 3, seed: 2 });
    assert.deepEqual(fingerprints(a), fingerprints(b));
    assert.notDeepEqual(fingerprints(a), fingerprints(c));
  });

  it('makes many different images of the requested size', async () => {
    const images = await makeSampleStyle(own.path, { images: 150, captioned: 0, bytes: 100_000 });
    assert.equal(new Set(fingerprints(own.path)).size, 150);
    for (const { name } of images) assert.ok(statSync(path.join(own.path, name)).size >= 100_000);
    assert.equal((await sharp(path.join(own.path, images.at(-1)?.name ?? '')).metadata()).format, 'jpeg');
  });
});
