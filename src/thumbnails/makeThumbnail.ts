import { readFile } from 'node:fs/promises';
import { decodeBmp } from './bmp.js';
import type { ImageHeader } from './header/imageHeader.js';
import { readImageHeader } from './readImageHeader.js';
import type { Sharp } from './sharpLoader.js';
import type { ThumbnailStatus } from './thumbnailSource.js';

/** Longest side of a thumbnail in pixels. */
export const THUMBNAIL_PIXELS = 256;

/** What became of one image, without its name. */
export interface MadeThumbnail {
  readonly status: ThumbnailStatus;
  /** WebP; absent where nothing could be decoded. */
  readonly webp?: Uint8Array;
  /** Pixels of the original as shown; absent where the header cannot be read. */
  readonly width?: number;
  readonly height?: number;
}

/** An image that takes longer is one that was made to. */
const LONGEST_SECONDS = 30;
/** Two thirds of JPEG's bytes at the same look; higher efforts save little and cost more than the decoding. */
const WEBP = { quality: 75, effort: 2 };
/** Said by libvips of files that are whole but of a kind that this build does not decode. */
const NOT_DECODABLE = /unsupported|not supported|unimplemented|not implemented|no decod/i;

/**
 * Makes the thumbnail of one image file. Whatever the file holds, this resolves; it rejects only with the
 * system's error where the file cannot be read at all.
 */
export async function makeThumbnail(sharp: Sharp, file: string): Promise<MadeThumbnail> {
  const header = await readImageHeader(file);
  // Formats are told by content, and only ours are handed on: no SVG or PDF gets a renderer by its name.
  if (header === undefined) return { status: 'damaged' };
  const size = { width: header.width, height: header.height };
  if (header.format === 'jxl' || header.format === 'heic') return { status: 'unsupported', ...size };
  return {
    ...(header.format === 'bmp' ? await ofBmp(sharp, file) : await ofFile(sharp, file, header)),
    ...size,
  };
}

async function ofFile(sharp: Sharp, file: string, { format }: ImageHeader): Promise<MadeThumbnail> {
  const decode = (failOn: 'warning' | 'none') => encoded(sharp(file, { failOn, autoOrient: true }));
  try {
    return { status: 'ready', webp: await decode('warning') };
  } catch (reason) {
    try {
      return { status: 'damaged', webp: await decode('none') };
    } catch {
      // The first error counts: it is the one about the file as it should be.
      const kindUnknown = (format === 'avif' || format === 'tiff') && NOT_DECODABLE.test(String(reason));
      return { status: kindUnknown ? 'unsupported' : 'damaged' };
    }
  }
}

async function ofBmp(sharp: Sharp, file: string): Promise<MadeThumbnail> {
  try {
    const bitmap = decodeBmp(await readFile(file));
    if (bitmap === 'unsupported') return { status: 'unsupported' };
    const { width, height, rgba, cut } = bitmap;
    const webp = await encoded(sharp(rgba, { raw: { width, height, channels: 4 } }));
    return { status: cut ? 'damaged' : 'ready', webp };
  } catch (error) {
    if (error instanceof RangeError) return { status: 'damaged' };
    throw error;
  }
}

function encoded(image: ReturnType<Sharp>): Promise<Buffer> {
  return image
    .resize({ width: THUMBNAIL_PIXELS, height: THUMBNAIL_PIXELS, fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: LONGEST_SECONDS })
    .webp(WEBP)
    .toBuffer();
}
