import assert from 'node:assert/strict';
import {
  decodedBytes,
  decodingMemory,
  isTooLarge,
} from '../../../../src/thumbnails/making/decodingMemory.js';
import type { ImageHeader } from '../../../../src/thumbnails/header/imageHeader.js';

const pictureOf = (megapixels: number, pixelBytes: number): ImageHeader => ({
  ...{ format: 'png', orientation: 1, height: 1000, pixelBytes },
  width: megapixels * 1000,
});
const PHOTOGRAPH = decodedBytes(pictureOf(24, 4));
const LARGEST = 2 ** 30;

describe('the images that are decoded at the same time', () => {
  it('are eight large photographs, or one of the largest pictures', async () => {
    const memory = decodingMemory();
    const photographs = await Promise.all(Array.from({ length: 8 }, () => memory.acquire(PHOTOGRAPH)));
    let isLet = false;
    const largest = memory.acquire(LARGEST).then((release) => {
      isLet = true;
      return release;
    });
    for (const release of photographs.slice(0, 5)) release();
    await new Promise(setImmediate);
    assert.equal(isLet, false);
    for (const release of photographs.slice(5)) release();
    const release = await largest;
    const second = memory.acquire(LARGEST);
    assert.equal(await Promise.race([second, new Promise((r) => setImmediate(r, 'waits'))]), 'waits');
    release();
    (await second)();
  });

  it('are fewer where a pixel takes more: five of 24 megapixels with 16 bits a channel', async () => {
    const memory = decodingMemory();
    const deep = decodedBytes(pictureOf(24, 8));
    for (let image = 0; image < 5; image++) await memory.acquire(deep);
    const sixth = memory.acquire(deep);
    assert.equal(await Promise.race([sixth, new Promise((r) => setImmediate(r, 'waits'))]), 'waits');
  });

  it('never include one that is larger than the budget: it would wait forever', () => {
    const sizes = [pictureOf(134, 8), pictureOf(135, 1), pictureOf(67, 16), pictureOf(68, 16)];
    assert.deepEqual(sizes.map(isTooLarge), [false, true, false, true]);
  });
});
