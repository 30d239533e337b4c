/*
 * Sample training data: drawn pictures, with captions that describe them.
 *
 *   await makeSampleStyle('styles/16', { images: 36, captioned: 30 });
 *   await makeSampleStyle(folder, { images: 10_000, bytes: 100 * 1024 });
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { render, withComment, type Format } from './picture.js';
import { Random } from './random.js';
import { drawScene, type Canvas } from './scenes.js';

export interface SampleStyleOptions {
  readonly images: number;
  /** Number of images with a caption, spread evenly; default: five of six. */
  readonly captioned?: number;
  /** The same seed gives the same pictures. */
  readonly seed?: number;
  /** Minimum size of each image. With it, all images are JPEGs. */
  readonly bytes?: number;
}

/** A created image, by its file name, and the text of its caption. */
export interface SampleImage {
  readonly name: string;
  readonly caption: string | undefined;
}

/** Number of drawn pictures; further images repeat them, but differ in their bytes. */
const DRAWN_PICTURES = 60;

/** Files that are written at the same time. */
const FILES_AT_ONCE = 64;

const CANVASES: readonly Canvas[] = [
  { width: 800, height: 600 },
  { width: 600, height: 800 },
  { width: 640, height: 640 },
];

const FORMATS: readonly Format[] = ['jpg', 'png', 'webp'];

interface Drawn {
  readonly subject: string;
  readonly caption: string;
  readonly format: Format;
  readonly bytes: Buffer;
}

/** Creates `folder` and fills it with images and captions. Existing files with the same names are overwritten. */
export async function makeSampleStyle(folder: string, options: SampleStyleOptions): Promise<SampleImage[]> {
  const { images, captioned = Math.round((images * 5) / 6), seed = 1, bytes = 0 } = options;
  await mkdir(folder, { recursive: true });
  const onlyJpeg = bytes > 0 || images > DRAWN_PICTURES;
  const pictures = await draw(Math.min(images, DRAWN_PICTURES), new Random(seed), onlyJpeg);
  const digits = Math.max(2, String(images).length);

  const made: SampleImage[] = [];
  for (let start = 0; start < images; start += FILES_AT_ONCE) {
    const batch = Array.from({ length: Math.min(FILES_AT_ONCE, images - start) }, async (_, offset) => {
      const index = start + offset;
      const picture = pictures[index % pictures.length];
      if (picture === undefined) throw new RangeError('No picture was drawn.');
      const stem = `${picture.subject} ${String(index + 1).padStart(digits, '0')}`;
      const name = `${stem}.${picture.format}`;
      const content = onlyJpeg ? withComment(picture.bytes, name, bytes) : picture.bytes;
      await writeFile(path.join(folder, name), content);
      const caption = isCaptioned(index, captioned, images) ? picture.caption : undefined;
      if (caption !== undefined) await writeFile(path.join(folder, `${stem}.txt`), `${caption}\n`);
      return { name, caption };
    });
    made.push(...(await Promise.all(batch)));
  }
  return made;
}

async function draw(count: number, random: Random, onlyJpeg: boolean): Promise<Drawn[]> {
  const pictures: Drawn[] = [];
  for (let i = 0; i < count; i++) {
    const canvas = random.pick(CANVASES);
    const format = onlyJpeg ? 'jpg' : random.pick(FORMATS);
    const scene = drawScene(random, canvas);
    const { subject, caption } = scene;
    pictures.push({ subject, caption, format, bytes: await render(scene, canvas, format, 1) });
  }
  return pictures;
}

/** Spreads `captioned` captions evenly over `images` images. */
const isCaptioned = (index: number, captioned: number, images: number): boolean =>
  Math.floor(((index + 1) * captioned) / images) > Math.floor((index * captioned) / images);
