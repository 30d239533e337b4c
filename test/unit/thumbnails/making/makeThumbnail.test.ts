import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { type MadeThumbnail, makeThumbnail } from '../../../../src/thumbnails/making/makeThumbnail.js';
import { decodeBmp } from '../../../../src/thumbnails/making/bmp.js';
import { bmp, bombPng, jxlCodestream } from '../oddImages.js';

/** Left half red, right half blue, with so much noise that the rows are spread evenly over the file. */
function halves(width = 600, height = 400): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  let noise = 1;
  for (let at = 0; at < pixels.length; at += 3) {
    noise = (noise * 1103515245 + 12345) & 0x7fffffff;
    const isLeft = (at / 3) % width < width / 2;
    const [dark, bright] = [(noise >> 16) & 31, 224 + ((noise >> 21) & 31)];
    pixels.set([isLeft ? bright : dark, dark, isLeft ? dark : bright], at);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

function encoded(format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff'): Promise<Buffer> {
  return (format === 'avif' ? halves().avif({ effort: 0 }) : halves().toFormat(format)).toBuffer();
}

/** Grants the memory at once, as if no other image were being decoded. */
const atOnce = (): Promise<() => void> => Promise.resolve(() => undefined);

type Rgb = readonly [number, number, number];
const RED: Rgb = [255, 0, 0];
const BLUE: Rgb = [0, 0, 255];

describe('thumbnail of', function () {
  // Encoding the inputs takes long if cores are shared.
  this.timeout(20_000);

  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'make-thumbnail-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function thumbnailOf(bytes: Buffer, name = 'image.jpg'): Promise<MadeThumbnail> {
    const file = join(folder, name);
    await writeFile(file, bytes);
    const thumbnail = await makeThumbnail(sharp, file, atOnce);
    assert.ok(thumbnail);
    return thumbnail;
  }

  async function assertReady(bytes: Buffer, width: number, height: number): Promise<Uint8Array> {
    const thumbnail = await thumbnailOf(bytes);
    assert.equal(thumbnail.status, 'ready');
    const webp = pictureOf(thumbnail);
    const made = await sharp(webp).metadata();
    assert.deepEqual([made.format, made.width, made.height], ['webp', width, height]);
    assert.equal(made.pages ?? 1, 1);
    return webp;
  }

  /** Checks the colour at a position given as fractions of width and height. */
  async function assertColour(webp: Uint8Array, x: number, y: number, expected: Rgb): Promise<void> {
    const { data, info } = await sharp(webp).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
    const found = [...data.subarray(at, at + 3)];
    const near = found.every((value, channel) => Math.abs(value - (expected[channel] ?? 0)) < 60);
    assert.ok(near, `expected ${expected.join()} at ${String(x)}, ${String(y)}, found ${found.join()}`);
  }

  describe('whole images', () => {
    for (const format of ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] as const) {
      it(`${format}: fits into 256 × 256, and has the original’s size`, async () => {
        const bytes = await encoded(format);
        const webp = await assertReady(bytes, 256, 171);
        await assertColour(webp, 0.25, 0.5, RED);
        await assertColour(webp, 0.75, 0.5, BLUE);
        const { width, height } = await thumbnailOf(bytes);
        assert.deepEqual([width, height], [600, 400]);
      });
    }

    it('misnamed images: are detected by content', async () => {
      await assertReady(await halves().png().toBuffer(), 256, 171);
    });

    it('images smaller than a thumbnail: are not enlarged', async () => {
      await assertReady(await halves(40, 30).jpeg().toBuffer(), 40, 30);
    });

    it('images with EXIF orientation 6: are upright', async () => {
      const bytes = await halves().withMetadata({ orientation: 6 }).jpeg().toBuffer();
      const webp = await assertReady(bytes, 171, 256);
      await assertColour(webp, 0.5, 0.25, RED);
      await assertColour(webp, 0.5, 0.75, BLUE);
      const { width, height } = await thumbnailOf(bytes);
      assert.deepEqual([width, height], [400, 600]);
    });

    it('CMYK, grey, palette, 16 bits, progressive', async () => {
      const image = halves();
      await assertReady(await image.clone().toColourspace('cmyk').jpeg().toBuffer(), 256, 171);
      await assertReady(await image.clone().greyscale().jpeg().toBuffer(), 256, 171);
      await assertReady(await image.clone().png({ palette: true }).toBuffer(), 256, 171);
      await assertReady(await image.clone().toColourspace('rgb16').png().toBuffer(), 256, 171);
      await assertReady(await image.clone().jpeg({ progressive: true }).toBuffer(), 256, 171);
    });

    it('transparent images: stay transparent', async () => {
      const transparent = { r: 0, g: 0, b: 0, alpha: 0 };
      const png = sharp({ create: { width: 300, height: 300, channels: 4, background: transparent } }).png();
      const webp = await assertReady(await png.toBuffer(), 256, 256);
      assert.equal((await sharp(webp).stats()).isOpaque, false);
    });

    it('animated images: show the first frame', async () => {
      const frames = Buffer.alloc(300 * 200 * 2 * 3);
      for (let at = 0; at < frames.length; at += 3) frames.set(at < frames.length / 2 ? RED : BLUE, at);
      const raw = { width: 300, height: 400, channels: 3, pageHeight: 200 } as const;
      const webp = await assertReady(await sharp(frames, { raw }).gif().toBuffer(), 256, 171);
      await assertColour(webp, 0.5, 0.9, RED);
    });

    it('images far wider than high: keep one row', async () => {
      const create = { width: 12_000, height: 10, channels: 3, background: 'red' } as const;
      await assertReady(await sharp({ create }).png().toBuffer(), 256, 1);
    });
  });

  describe('BMP', () => {
    const leftIsRed = (x: number) => x < 150;

    it('24 bits, top row first and bottom row first', async () => {
      const pixel = (x: number, y: number) => (leftIsRed(x) ? (y < 100 ? 0xff0000 : 0x00ff00) : 0x0000ff);
      for (const topFirst of [false, true]) {
        const file = bmp({ width: 301, height: 200, bitsPerPixel: 24, topFirst, pixel });
        const webp = await assertReady(file, 256, 170);
        await assertColour(webp, 0.25, 0.25, RED);
        await assertColour(webp, 0.25, 0.75, [0, 255, 0]);
        await assertColour(webp, 0.75, 0.5, BLUE);
      }
    });

    it('32 bits without masks: the fourth byte is ignored', async () => {
      const pixel = (x: number) => (leftIsRed(x) ? 0xff0000 : 0x0000ff);
      const webp = await assertReady(bmp({ width: 300, height: 200, bitsPerPixel: 32, pixel }), 256, 171);
      await assertColour(webp, 0.25, 0.5, RED);
      assert.equal((await sharp(webp).metadata()).hasAlpha, false);
    });

    it('32 bits with masks: channels in any order, and transparency', async () => {
      const masks = [0xff, 0xff00, 0xff0000, 0xff000000] as const;
      const pixel = (x: number) => (leftIsRed(x) ? 0xff0000ff : 0x00ff0000);
      const webp = await assertReady(
        bmp({ width: 300, height: 200, bitsPerPixel: 32, masks, pixel }),
        256,
        171,
      );
      await assertColour(webp, 0.25, 0.5, RED);
      assert.equal((await sharp(webp).stats()).isOpaque, false);
    });

    it('16 bits: five bits a channel, or masks', async () => {
      const five = (x: number) => (leftIsRed(x) ? 0x7c00 : 0x001f);
      const six = (x: number) => (leftIsRed(x) ? 0xf800 : 0x001f);
      const masks = [0xf800, 0x07e0, 0x001f, 0] as const;
      for (const file of [
        bmp({ width: 300, height: 200, bitsPerPixel: 16, pixel: five }),
        bmp({ width: 300, height: 200, bitsPerPixel: 16, masks, pixel: six }),
      ]) {
        const webp = await assertReady(file, 256, 171);
        await assertColour(webp, 0.25, 0.5, RED);
        await assertColour(webp, 0.75, 0.5, BLUE);
      }
    });

    for (const bitsPerPixel of [1, 4, 8] as const) {
      it(`${String(bitsPerPixel)} bits with a palette`, async () => {
        const pixel = (x: number) => (leftIsRed(x) ? 1 : 0);
        const file = bmp({ width: 301, height: 200, bitsPerPixel, palette: [0x0000ff, 0xff0000], pixel });
        const webp = await assertReady(file, 256, 170);
        await assertColour(webp, 0.25, 0.5, RED);
        await assertColour(webp, 0.75, 0.5, BLUE);
      });
    }

    it('truncated: damaged, with a picture of the rows in the file', async () => {
      const file = bmp({ width: 300, height: 200, bitsPerPixel: 24, topFirst: true, pixel: () => 0xff0000 });
      const thumbnail = await thumbnailOf(file.subarray(0, file.length / 2));
      assert.equal(thumbnail.status, 'damaged');
      assert.equal(thumbnail.height, 200);
      await assertColour(pictureOf(thumbnail), 0.5, 0.5, RED);
    });

    it('without pixels: damaged', async () => {
      const file = bmp({ width: 300, height: 200, bitsPerPixel: 24, pixel: () => 0 });
      assert.equal((await thumbnailOf(file.subarray(0, 60))).status, 'damaged');
    });

    for (const bitsPerPixel of [1, 24] as const) {
      it(`${String(bitsPerPixel)} bits, far larger than a thumbnail: shown, and never decoded as a whole`, async () => {
        const [width, height] = [5000, 3000];
        const file = bmp({
          ...{ width, height, bitsPerPixel, palette: [0x0000ff, 0xff0000] },
          pixel: (x) => (bitsPerPixel === 1 ? Number(x < 2500) : x < 2500 ? 0xff0000 : 0x0000ff),
        });
        let longest = 0;
        const bitmap = await decodeBmp((offset, length) => {
          longest = Math.max(longest, length);
          return Promise.resolve(file.subarray(offset, offset + length));
        }, file.length);
        assert.ok(typeof bitmap === 'object');
        assert.ok(bitmap.rgba.length <= 4 * 2048 * 2048 && longest <= 4 * width);
        const webp = await assertReady(file, 256, 154);
        await assertColour(webp, 0.25, 0.5, RED);
        await assertColour(webp, 0.75, 0.5, BLUE);
      });
    }

    it('with rows or a size beyond any picture: too large', async () => {
      const file = bmp({ width: 300, height: 200, bitsPerPixel: 24, pixel: () => 0 });
      file.writeInt32LE(2_000_000_000, 18);
      assert.equal((await thumbnailOf(file)).status, 'too-large');
      file.writeInt32LE(100_000, 18);
      assert.equal((await thumbnailOf(file)).status, 'too-large');
    });

    /** 8 × 4 pixels in runs, the last row first; colour 0 is blue, 1 red, 2 green. */
    const inRuns = (bitsPerPixel: 4 | 8, runs: readonly number[]) => {
      const palette = [0x0000ff, 0xff0000, 0x00ff00];
      const compression = bitsPerPixel === 8 ? 1 : 2;
      const file = bmp({ width: 8, height: 4, bitsPerPixel, palette, compression, pixel: () => 0 });
      return Buffer.concat([file.subarray(0, file.readUInt32LE(10)), Buffer.from(runs)]);
    };

    it('run-length coded: runs, literals, moves, rows that end early', async () => {
      for (const [bitsPerPixel, run] of [
        [8, 1],
        [4, 0x11],
      ] as const) {
        const literal = bitsPerPixel === 8 ? [0, 3, 2, 2, 2, 0] : [0, 3, 0x22, 0x20];
        // Below: four red. Above: three green behind two that are left out. Then a row is passed over, and the end.
        const rows = [4, run, 0, 0, 0, 2, 2, 0, ...literal, 0, 2, 0, 1, 0, 1];
        const file = inRuns(bitsPerPixel, rows);
        assert.equal((await thumbnailOf(file)).status, 'ready');
        const read = (offset: number, length: number) =>
          Promise.resolve(file.subarray(offset, offset + length));
        const bitmap = await decodeBmp(read, file.length);
        assert.ok(typeof bitmap === 'object');
        const colours = Array.from({ length: 32 }, (_, at) =>
          bitmap.rgba[at * 4] === 255 ? 'r' : bitmap.rgba[at * 4 + 1] === 255 ? 'g' : 'b',
        );
        assert.deepEqual(colours.join('').match(/.{8}/g), ['bbbbbbbb', 'bbbbbbbb', 'bbgggbbb', 'rrrrbbbb']);
      }
    });

    it('run-length coded, cut off in a row: damaged, with the rows in the file', async () => {
      const thumbnail = await thumbnailOf(inRuns(8, [8, 1, 0, 0, 8, 1, 0, 0, 3, 1]));
      assert.equal(thumbnail.status, 'damaged');
      await assertColour(pictureOf(thumbnail), 0.2, 0.5, RED);
      assert.deepEqual((await thumbnailOf(inRuns(8, []))).status, 'damaged');
    });

    it('run-length coded beyond its rows, or in nothing but moves: ends', async () => {
      const beyond = Array.from({ length: 300 }, () => [255, 1, 0, 0]).flat();
      assert.equal((await thumbnailOf(inRuns(8, beyond))).status, 'ready');
      const moves = Array.from({ length: 200_000 }, () => [0, 2, 0, 0]).flat();
      const thumbnail = await thumbnailOf(inRuns(8, moves));
      assert.deepEqual([thumbnail.status, thumbnail.webp], ['damaged', undefined]);
    });

    it('with bit masks that were left out: damaged, as every reader says', async () => {
      const masks = [0xf800, 0x07e0, 0x001f, 0] as const;
      const file = bmp({ width: 300, height: 200, bitsPerPixel: 16, masks, pixel: () => 0xf800 });
      file.writeUInt32LE(54, 10);
      file.writeUInt32LE(40, 14);
      const { status, webp } = await thumbnailOf(file);
      assert.deepEqual([status, webp], ['damaged', undefined]);
    });
  });

  describe('files that cannot be shown', () => {
    it('JPEG cut in half: damaged, with a picture of the upper part', async () => {
      const jpeg = await halves().jpeg().toBuffer();
      const thumbnail = await thumbnailOf(jpeg.subarray(0, jpeg.length / 2));
      assert.equal(thumbnail.status, 'damaged');
      assert.deepEqual([thumbnail.width, thumbnail.height], [600, 400]);
      await assertColour(pictureOf(thumbnail), 0.25, 0.1, RED);
    });

    it('PNG cut in half: damaged, with a picture', async () => {
      const png = await halves().png().toBuffer();
      const thumbnail = await thumbnailOf(png.subarray(0, png.length / 2));
      assert.equal(thumbnail.status, 'damaged');
      await assertColour(pictureOf(thumbnail), 0.25, 0.1, RED);
    });

    it('PNG with a wrong checksum: damaged', async () => {
      const png = await halves().png().toBuffer();
      const middle = Math.floor(png.length / 2);
      png.writeUInt8(png.readUInt8(middle) ^ 0xff, middle);
      assert.equal((await thumbnailOf(png)).status, 'damaged');
    });

    for (const format of ['webp', 'avif', 'tiff', 'gif'] as const) {
      it(`${format} cut in half: damaged`, async () => {
        const bytes = await encoded(format);
        assert.equal((await thumbnailOf(bytes.subarray(0, bytes.length / 2))).status, 'damaged');
      });
    }

    it('an empty file, text, and SVG with the name of an image: damaged, no picture', async () => {
      const svg =
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
      for (const text of ['', 'a photo of a cat, sitting on a red chair', svg]) {
        assert.deepEqual(await thumbnailOf(Buffer.from(text)), { status: 'damaged' });
      }
    });

    it('a few kilobytes that claim 144 megapixels: too large, and no memory spent', async () => {
      const bomb = bombPng(12_000, 12_000);
      const before = process.memoryUsage().rss;
      const thumbnail = await thumbnailOf(bomb);
      assert.deepEqual(thumbnail, { status: 'too-large', width: 12_000, height: 12_000 });
      assert.ok(process.memoryUsage().rss - before < 100e6);
    });

    it('an image with 16 bits a channel: waits for the memory of its pixels before it is decoded', async () => {
      const file = join(folder, 'deep.png');
      await halves(600, 400).ensureAlpha(0.5).toColourspace('rgb16').png().toFile(file);
      const asked: number[] = [];
      const thumbnail = await makeThumbnail(sharp, file, (bytes) => {
        asked.push(bytes);
        return Promise.resolve(undefined);
      });
      assert.equal(thumbnail, undefined);
      assert.deepEqual(asked, [600 * 400 * 4 * 2]);
    });

    it('GIF whose frame is far larger than its screen: too large', async () => {
      const create = { width: 5000, height: 4000, channels: 3, background: 'red' } as const;
      const gif = await sharp({ create }).gif({ effort: 1 }).toBuffer();
      gif.writeUInt16LE(8, 6);
      gif.writeUInt16LE(8, 8);
      assert.equal((await thumbnailOf(gif)).status, 'too-large');
    });

    it('JPEG XL: for the browser, with its size', async () => {
      const jxl = jxlCodestream([0, 1], [1, 2], [2999, 13], [0, 3], [0, 2], [399, 9], [1, 1]);
      assert.deepEqual(await thumbnailOf(jxl), { status: 'in-browser', width: 400, height: 3000 });
    });

    it('a missing file: rejects with the system’s error', async () => {
      await assert.rejects(makeThumbnail(sharp, join(folder, 'absent.jpg'), atOnce), { code: 'ENOENT' });
    });
  });
});

function pictureOf({ webp }: MadeThumbnail): Uint8Array {
  assert.ok(webp, 'a picture');
  return webp;
}
