import { crc32, deflateSync } from 'node:zlib';

/** Builds, byte by byte, image files that none of our encoders can make. */

interface BmpOptions {
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: 1 | 4 | 8 | 16 | 24 | 32;
  readonly topFirst?: boolean;
  /** Masks of red, green, blue, alpha; with them the file is a V4 file. */
  readonly masks?: readonly [number, number, number, number];
  readonly compression?: number;
  /** Palette entries as 0xRRGGBB. */
  readonly palette?: readonly number[];
  /** The pixel's value in the file: a palette index, or the packed channels. */
  readonly pixel: (x: number, y: number) => number;
}

export function bmp({ width, height, bitsPerPixel, palette = [], masks, ...options }: BmpOptions): Buffer {
  const dibLength = masks ? 108 : 40;
  const stride = Math.ceil((width * bitsPerPixel) / 32) * 4;
  const pixels = 14 + dibLength + palette.length * 4;
  const file = Buffer.alloc(pixels + stride * height);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(pixels, 10);
  file.writeUInt32LE(dibLength, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(options.topFirst ? -height : height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(bitsPerPixel, 28);
  file.writeUInt32LE(options.compression ?? (masks ? 3 : 0), 30);
  file.writeUInt32LE(palette.length, 46);
  masks?.forEach((mask, index) => file.writeUInt32LE(mask, 54 + index * 4));
  palette.forEach((colour, index) => file.writeUInt32LE(colour, 14 + dibLength + index * 4));
  for (let y = 0; y < height; y++) {
    const row = pixels + (options.topFirst ? y : height - 1 - y) * stride;
    for (let x = 0; x < width; x++) putBits(file, row, x * bitsPerPixel, bitsPerPixel, options.pixel(x, y));
  }
  return file;
}

/** Within a byte the first pixel has the highest bits; longer pixels are little-endian. */
function putBits(file: Buffer, row: number, bit: number, length: number, value: number): void {
  if (length >= 8) {
    file.writeUIntLE(value, row + bit / 8, length / 8);
    return;
  }
  const at = row + (bit >> 3);
  file[at] = (file[at] ?? 0) | (value << (8 - length - (bit & 7)));
}

/** A file with OS/2's 12-byte header and a palette of 3-byte entries. */
export function os2Bmp(width: number, height: number): Buffer {
  const file = Buffer.alloc(26 + 6 + Math.ceil(width / 32) * 4 * height);
  file.write('BM');
  file.writeUInt32LE(32, 10);
  file.writeUInt32LE(12, 14);
  file.writeUInt16LE(width, 18);
  file.writeUInt16LE(height, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt16LE(1, 24);
  file.set([0, 0, 255], 26); // Colour 0 is red.
  return file;
}

/** A valid one-bit PNG of any size in a few kilobytes. */
export function bombPng(width: number, height: number): Buffer {
  const ihdr = Buffer.alloc(13);
  ihdr.writeUInt32BE(width, 0);
  ihdr.writeUInt32BE(height, 4);
  ihdr.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', ihdr),
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

export function pngChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(content.length, 0);
  chunk.set(body, 4);
  chunk.writeUInt32BE(crc32(body), chunk.length - 4);
  return chunk;
}

/** The first bytes of a JPEG XL codestream, from its fields as [value, bits]. */
export function jxlCodestream(...fields: readonly (readonly [value: number, bits: number])[]): Buffer {
  const file = Buffer.alloc(40);
  file.set([0xff, 0x0a]);
  let at = 16;
  for (const [value, bits] of fields) {
    for (let bit = 0; bit < bits; bit++, at++) {
      if ((value >> bit) & 1) file[at >> 3] = (file[at >> 3] ?? 0) | (1 << (at & 7));
    }
  }
  return file;
}

/** A box of the ISO base media file format, which JPEG XL's container uses too. */
export function box(type: string, ...content: readonly Buffer[]): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.reduce((sum, part) => sum + part.length, 8));
  return Buffer.concat([length, Buffer.from(type, 'latin1'), ...content]);
}
