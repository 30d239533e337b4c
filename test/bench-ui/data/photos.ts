import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { withComment } from '../../support/sample-style/picture.js';
import { Random } from '../../support/sample-style/random.js';

/** A set of JPEGs that cost a decoder as much as photos of this size. */
export interface PhotoSet {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly count: number;
}

/** The sizes of typical training images and of camera photos. */
export const PHOTO_SETS: readonly PhotoSet[] = [
  { title: '2 MP', width: 1632, height: 1224, count: 200 },
  { title: '12 MP', width: 4000, height: 3000, count: 60 },
];

/** Photos have 1.4 to 2.5 bits per pixel, which determine the cost of decoding; this quality gives as many. */
const JPEG_QUALITY = 85;
/** Number of different photos; further files repeat them, but differ in their bytes. */
const DISTINCT_PHOTOS = 3;
/** Surfaces, edges and grain: each layer is noise, with a scale and an amplitude of brightness. */
const LAYERS = [
  { enlarged: 64, strength: 0.8, tint: 0.25 },
  { enlarged: 16, strength: 0.36, tint: 0.2 },
  { enlarged: 4, strength: 0.13, tint: 0.1 },
  { enlarged: 1, strength: 0.06, tint: 0 },
] as const;
/** Random bytes, generated once: each row of noise is a slice of them from another offset. */
const RANDOM_BYTES = 1 << 20;

/** Creates the folder and its files, which are the same in every run. Resolves to their paths. */
export async function makePhotos(folder: string, { width, height, count }: PhotoSet): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const distinct: Buffer[] = [];
  for (let i = 0; i < Math.min(count, DISTINCT_PHOTOS); i++) {
    distinct.push(await photo(width, height, new Random(i + 1)));
  }
  return Array.from({ length: count }, (_, index) => {
    const jpeg = distinct[index % distinct.length];
    if (jpeg === undefined) throw new RangeError('No photo was made.');
    const file = path.join(folder, `photo ${String(index + 1).padStart(4, '0')}.jpg`);
    writeFileSync(file, withComment(jpeg, String(index), 0));
    return file;
  });
}

/** A JPEG with detail at every scale, as in photos, and with colour that varies more slowly than brightness. */
async function photo(width: number, height: number, random: Random): Promise<Buffer> {
  const source = Uint8Array.from({ length: RANDOM_BYTES }, () => random.between(0, 255));
  const brightness = new Float32Array(width * height * 3).fill(128);
  for (const { enlarged, strength, tint } of LAYERS) {
    const small = noise(Math.ceil(width / enlarged), Math.ceil(height / enlarged), tint, source, random);
    const layer = await enlarge(small, width, height);
    for (let i = 0; i < brightness.length; i++) {
      brightness[i] = (brightness[i] ?? 0) + strength * ((layer[i] ?? 0) - 128);
    }
  }
  return sharp(Uint8ClampedArray.from(brightness), { raw: { width, height, channels: 3 } })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
}

interface Noise {
  readonly columns: number;
  readonly rows: number;
  /** Three bytes per pixel. */
  readonly rgb: Uint8Array;
}

/** `tint`: how much the three colours of a pixel differ. */
function noise(columns: number, rows: number, tint: number, source: Uint8Array, random: Random): Noise {
  const rgb = new Uint8Array(columns * rows * 3);
  for (let row = 0, to = 0; row < rows; row++) {
    let from = random.between(0, RANDOM_BYTES - 4 * columns);
    for (let column = 0; column < columns; column++, from += 4) {
      const light = (source[from] ?? 0) * (1 - tint);
      for (let channel = 1; channel <= 3; channel++) rgb[to++] = light + tint * (source[from + channel] ?? 0);
    }
  }
  return { columns, rows, rgb };
}

const enlarge = ({ columns, rows, rgb }: Noise, width: number, height: number): Promise<Buffer> =>
  sharp(rgb, { raw: { width: columns, height: rows, channels: 3 } })
    .resize(width, height, { kernel: 'cubic', fit: 'fill' })
    .raw()
    .toBuffer();
