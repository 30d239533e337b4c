import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp, type TiffOptions } from 'sharp';
import { type ImageHeader, imageHeaderOf } from '../../../src/thumbnails/header/imageHeader.js';
import { readImageHeader } from '../../../src/thumbnails/making/readImageHeader.js';
import { oddPictureBytes } from '../../support/pictures/oddPictures.js';
import { bmp, bombPng, box, jxlCodestream, os2Bmp } from './oddImages.js';

const stored = (width = 61, height = 40) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 80, b: 40 } } });
const black = () => 0;

describe('header of an image', function () {
  // Encoding the inputs takes long if cores are shared.
  this.timeout(20_000);

  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'image-header-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** Reads the header from the file and from memory; both results must be equal. */
  async function headerOf(bytes: Buffer): Promise<ImageHeader | undefined> {
    const file = join(folder, 'image');
    await writeFile(file, bytes);
    const header = await readImageHeader(file);
    assert.deepEqual(imageHeaderOf(bytes), header);
    return header;
  }
  const isOf = async (bytes: Buffer, format: string, width: number, height: number, orientation = 1) => {
    const header = await headerOf(bytes);
    const expected = { format, width, height, orientation, pixelBytes: header?.pixelBytes };
    assert.deepEqual(header, expected);
  };

  describe('formats', () => {
    it('JPEG: baseline, progressive, grey, CMYK', async () => {
      await isOf(await stored().jpeg().toBuffer(), 'jpeg', 61, 40);
      await isOf(await stored().jpeg({ progressive: true }).toBuffer(), 'jpeg', 61, 40);
      await isOf(await stored().greyscale().jpeg().toBuffer(), 'jpeg', 61, 40);
      const { oddity, ...cmyk } =
        (await headerOf(await stored().toColourspace('cmyk').jpeg().toBuffer())) ?? {};
      assert.deepEqual(cmyk, { format: 'jpeg', width: 61, height: 40, orientation: 1, pixelBytes: 4 });
      assert.equal(oddity, 'cmyk');
    });

    it('JPEG whose frame follows megabytes of metadata and fill bytes', async () => {
      const jpeg = await stored().jpeg().toBuffer();
      const segment = Buffer.alloc(2 + 0xffff);
      segment.set([0xff, 0xe2, 0xff, 0xff]);
      const metadata = Array.from({ length: 40 }, () => segment);
      const fill = Buffer.from([0xff, 0xff, 0xff]);
      await isOf(Buffer.concat([jpeg.subarray(0, 2), ...metadata, fill, jpeg.subarray(2)]), 'jpeg', 61, 40);
    });

    it('PNG: colour, palette, with and without alpha', async () => {
      await isOf(await stored().png().toBuffer(), 'png', 61, 40);
      await isOf(await stored().png({ palette: true }).toBuffer(), 'png', 61, 40);
      await isOf(await stored().ensureAlpha(0.5).png().toBuffer(), 'png', 61, 40);
    });

    it('WebP: lossy, lossless, extended by alpha, animated', async () => {
      const lossy = await stored(1234, 567).webp().toBuffer();
      assert.equal(lossy.toString('latin1', 12, 16), 'VP8 ');
      await isOf(lossy, 'webp', 1234, 567);
      const lossless = await stored(1234, 567).webp({ lossless: true }).toBuffer();
      assert.equal(lossless.toString('latin1', 12, 16), 'VP8L');
      await isOf(lossless, 'webp', 1234, 567);
      const extended = await stored(1234, 567).ensureAlpha(0.5).webp().toBuffer();
      assert.equal(extended.toString('latin1', 12, 16), 'VP8X');
      await isOf(extended, 'webp', 1234, 567);
      await isOf(await animated().webp().toBuffer(), 'webp', 8, 6);
    });

    it('GIF, still and animated', async () => {
      await isOf(await stored().gif().toBuffer(), 'gif', 61, 40);
      await isOf(await animated().gif().toBuffer(), 'gif', 8, 6);
    });

    it('GIF whose first frame covers a part of the screen, and one without a screen', async () => {
      const header = await headerOf(oddPictureBytes('small-first-frame.gif'));
      assert.deepEqual([header?.width, header?.height], [300, 200]);
      assert.deepEqual(header?.frame, { left: 50, top: 60, width: 100, height: 60 });
      await isOf(oddPictureBytes('no-screen.gif'), 'gif', 300, 200);
      const endless = Buffer.alloc(200_000, 1);
      endless.write('GIF89a');
      endless.set([8, 0, 6, 0, 0, 0, 0, 0x21, 0xfe], 6);
      await isOf(endless, 'gif', 8, 6);
    });

    it('AVIF', async () => {
      await isOf(await stored(122, 80).avif({ effort: 0 }).toBuffer(), 'avif', 122, 80);
    });

    it('TIFF in either byte order, its directory at the end of the file', async () => {
      const tiff = await stored(610, 400).tiff({ compression: 'none' }).toBuffer();
      assert.ok(tiff.readUInt32LE(4) > 100_000, 'the directory is at the end');
      await isOf(tiff, 'tiff', 610, 400);
      const bigEndian = Buffer.alloc(34);
      bigEndian.write('MM\0*\0\0\0\x08\0\x02', 'latin1');
      bigEndian.set([0x01, 0x00, 0, 3, 0, 0, 0, 1, 0x12, 0x34, 0, 0], 10);
      bigEndian.set([0x01, 0x01, 0, 4, 0, 0, 0, 1, 0, 1, 0, 0], 22);
      await isOf(bigEndian, 'tiff', 0x1234, 0x10000);
    });

    it('BigTIFF', async () => {
      await isOf(await stored(61, 40).tiff({ bigtiff: true }).toBuffer(), 'tiff', 61, 40);
    });

    it('BMP: bottom row first, top row first, OS/2', async () => {
      await isOf(bmp({ width: 5, height: 3, bitsPerPixel: 24, pixel: black }), 'bmp', 5, 3);
      await isOf(bmp({ width: 5, height: 3, bitsPerPixel: 24, topFirst: true, pixel: black }), 'bmp', 5, 3);
      await isOf(os2Bmp(9, 7), 'bmp', 9, 7);
    });

    it('JPEG XL: bare and in a container, short and long sizes', async () => {
      // Not small, height 1 + 13 bits, ratio 0, width 1 + 9 bits, all default.
      const long = jxlCodestream([0, 1], [1, 2], [2999, 13], [0, 3], [0, 2], [399, 9], [1, 1]);
      await isOf(long, 'jxl', 400, 3000);
      // Small: height 64 = (7 + 1) * 8, ratio 5 = 16:9; extra fields with orientation 6.
      const small = jxlCodestream([1, 1], [7, 5], [5, 3], [0, 1], [1, 1], [5, 3]);
      await isOf(small, 'jxl', 64, 113, 6);
      const container = Buffer.concat([
        box('JXL ', Buffer.from('\r\n\x87\n', 'latin1')),
        box('ftyp', Buffer.from('jxl \0\0\0\0jxl ', 'latin1')),
      ]);
      await isOf(Buffer.concat([container, box('jxlc', long)]), 'jxl', 400, 3000);
      await isOf(Buffer.concat([container, box('jxlp', Buffer.alloc(4), long)]), 'jxl', 400, 3000);
    });

    it('distinguishes HEIC from AVIF, which have the same container', async () => {
      const avif = await stored(122, 80).avif({ effort: 0 }).toBuffer();
      const heic = Buffer.from(avif.toString('latin1').replaceAll('avif', 'heic'), 'latin1');
      assert.equal((await headerOf(heic))?.format, 'heic');
    });

    it('reads the size of an image that is far too large to decode', async () => {
      await isOf(bombPng(20_000, 20_000), 'png', 20_000, 20_000);
    });
  });

  describe('bytes per pixel', () => {
    const deep = () => stored().toColourspace('rgb16');
    const grey = () => stored().greyscale().toColourspace('b-w');
    const flat: TiffOptions = { compression: 'deflate' };
    const cases: Readonly<Record<string, readonly [Sharp, number]>> = {
      'JPEG, by rows': [stored().jpeg(), 3],
      'JPEG, progressive: two bytes of each coefficient': [stored().jpeg({ progressive: true }), 6],
      'JPEG, grey': [grey().jpeg(), 1],
      'JPEG, CMYK': [stored().toColourspace('cmyk').jpeg(), 4],
      'PNG: with the alpha that it may have': [stored().png(), 4],
      'PNG, grey': [grey().png(), 2],
      'PNG, palette': [stored().png({ palette: true }), 4],
      'PNG, 16 bits': [deep().ensureAlpha(0.5).png(), 8],
      WebP: [stored().webp({ lossless: true }), 4],
      'WebP with alpha': [stored().ensureAlpha(0.5).webp(), 4],
      GIF: [stored().gif(), 6],
      AVIF: [stored(122, 80).avif({ effort: 0 }), 20],
      'AVIF, 12 bits': [stored(122, 80).toColourspace('rgb16').avif({ effort: 0, bitdepth: 12 }), 26],
      TIFF: [stored().tiff(), 3],
      'TIFF, grey': [grey().tiff(flat), 1],
      'TIFF, grey and alpha': [grey().ensureAlpha(0.5).tiff(flat), 2],
      'TIFF, 16 bits and alpha': [deep().ensureAlpha(0.5).tiff(flat), 8],
      'TIFF, floats': [stored().toColourspace('scrgb').tiff(flat), 12],
      'BigTIFF, 16 bits': [deep().tiff({ ...flat, bigtiff: true }), 6],
    };
    for (const [what, [image, pixelBytes]] of Object.entries(cases)) {
      it(what, async () => assert.equal((await headerOf(await image.toBuffer()))?.pixelBytes, pixelBytes));
    }

    it('JPEG with one scan per component: like a progressive one', async () => {
      const jpeg = await stored().jpeg().toBuffer();
      const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]));
      jpeg.set([1], scan + 4);
      assert.equal((await headerOf(jpeg))?.pixelBytes, 6);
      assert.equal((await headerOf(jpeg.subarray(0, scan)))?.pixelBytes, 6);
    });
  });

  describe('orientation', () => {
    for (let orientation = 1; orientation <= 8; orientation++) {
      const [width, height] = orientation >= 5 ? [40, 61] : [61, 40];
      for (const format of ['jpeg', 'png', 'webp', 'tiff'] as const) {
        it(`${String(orientation)} in ${format}`, async () => {
          const bytes = await stored().withMetadata({ orientation }).toFormat(format).toBuffer();
          await isOf(bytes, format, width, height, orientation);
        });
      }
    }

    it('of AVIF is its rotation box, not its EXIF', async () => {
      const turned = await stored(122, 80).withMetadata({ orientation: 6 }).avif({ effort: 0 }).toBuffer();
      await isOf(turned, 'avif', 80, 122, 6);
    });

    it('is 1 if the EXIF block is corrupt', async () => {
      const jpeg = await stored().withMetadata({ orientation: 6 }).jpeg().toBuffer();
      const exif = jpeg.indexOf('Exif\0\0');
      jpeg.writeUInt32LE(0x7fffffff, exif + 10); // The directory is outside the block.
      await isOf(jpeg, 'jpeg', 61, 40, 1);
    });
  });

  describe('of a file that is not an image', () => {
    it('is undefined for an empty file and for text', async () => {
      assert.equal(await headerOf(Buffer.alloc(0)), undefined);
      assert.equal(await headerOf(Buffer.from('a photo of a cat, sitting on a red chair')), undefined);
    });

    it('is undefined for a size of zero', async () => {
      const png = await stored().png().toBuffer();
      png.writeUInt32BE(0, 16);
      assert.equal(await headerOf(png), undefined);
    });

    it('is undefined or correct for a file truncated at any byte of its header', async () => {
      const exif = stored().withMetadata({ orientation: 6 });
      const files = [
        await exif.clone().jpeg().toBuffer(),
        await exif.clone().png().toBuffer(),
        await exif.clone().webp().toBuffer(),
        await exif.clone().tiff().toBuffer(),
        await exif.clone().avif({ effort: 0 }).toBuffer(),
        await stored().gif().toBuffer(),
        bmp({ width: 5, height: 3, bitsPerPixel: 24, pixel: black }),
        jxlCodestream([0, 1], [1, 2], [2999, 13], [0, 3], [0, 2], [399, 9], [1, 1]),
      ];
      for (const bytes of files) {
        const whole = imageHeaderOf(bytes);
        assert.ok(whole);
        for (let length = 0; length < Math.min(bytes.length, 1200); length++) {
          const cut = imageHeaderOf(bytes.subarray(0, length));
          if (cut !== undefined) assert.equal(cut.width * cut.height, whole.width * whole.height);
        }
      }
    });

    it('ends in a file of nothing but empty chunks', async () => {
      const file = Buffer.alloc(2_000_000, 0xff);
      file[1] = 0xd8;
      const path = join(folder, 'fill.jpg');
      await writeFile(path, file);
      assert.equal(await readImageHeader(path), undefined);
    });

    it('rejects with the system’s error for a missing file', async () => {
      await assert.rejects(readImageHeader(join(folder, 'absent.jpg')), { code: 'ENOENT' });
    });
  });
});

function animated() {
  return sharp({ create: { width: 8, height: 18, channels: 3, background: 'red', pageHeight: 6 } });
}
