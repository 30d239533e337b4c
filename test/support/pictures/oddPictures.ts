import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'test/support/pictures';

/** The path of a picture of this folder. */
export const oddPicture = (name: string): string => join(FOLDER, name);

export const oddPictureBytes = (name: string): Buffer => readFileSync(oddPicture(name));

/** All of them, as `README.md` describes them. */
export const ODD_PICTURES = [
  ...['12-bits.jpg', 'cmyk.jpg', 'heic-named.jpg', 'jfif-2.jpg', 'png-named.jxl', 'orientation-6.jxl'],
  ...['12-bits.tif', '32-bit-integers.tif', 'lab.tif', 'ycbcr.tif'],
  ...['lerc.tif', 'lzma.tif', 'webp.tif', 'zstd.tif'],
  ...['rle4.bmp', 'rle8-graphicsmagick.bmp', 'rle8-imagemagick.bmp', 'rle-odd.bmp'],
  ...['cropped.avif', 'sequence-avifenc.avif', 'sequence-pillow.avif', 'turned-grid.avif'],
  ...['no-screen.gif', 'small-first-frame.gif', 'orientation-6.webp'],
] as const;

export type OddPicture = (typeof ODD_PICTURES)[number];
