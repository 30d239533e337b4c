import type { Oddity } from './storedSize.js';

/** How the samples of a TIFF file are laid out: the values of its tags (TIFF 6.0). */
export interface TiffLayout {
  readonly compression: number;
  readonly photometric: number | undefined;
  readonly bitsPerSample: number;
  readonly samplesPerPixel: number;
  /** 1: unsigned, 2: signed, 3: floats. */
  readonly sampleFormat: number;
  /** Pixels per colour difference, across and down. */
  readonly subsampling: readonly [number, number];
}

/** What counts where a tag is absent. */
export const LAYOUT_DEFAULTS: TiffLayout = {
  compression: 1,
  photometric: undefined,
  bitsPerSample: 1,
  samplesPerPixel: 1,
  sampleFormat: 1,
  subsampling: [2, 2],
};

export const PALETTE = 3;
const SEPARATED = 5;
const YCBCR = 6;
const LAB = 8;
/** White is 0, black is 0, RGB, palette, mask, inks, YCbCr, Lab, and two of high dynamic range. No raw sensors. */
const PHOTOMETRICS = [0, 1, 2, PALETTE, 4, SEPARATED, YCBCR, LAB, 32844, 32845];

/** None, LZW, Deflate (two numbers), PackBits: libvips gets the samples as they are in the file. */
const PLAIN = [1, 5, 8, 32946, 32773];
/** Those, fax, JPEG, and the old ones that libtiff always has; not ZSTD, LZMA, LERC, JPEG 2000, which few builds have. */
const COMPRESSIONS = [...PLAIN, 2, 3, 4, 6, 7, 32766, 32771, 32809, 34676, 34677];
const WEBP = 50001;

const FLOATS = 3;

/** What libvips, as sharp brings it, cannot decode or decodes wrongly. */
export function tiffOddity(layout: TiffLayout): Oddity | undefined {
  const { compression, photometric, bitsPerSample, subsampling } = layout;
  if (photometric !== undefined && !PHOTOMETRICS.includes(photometric)) return 'undecodable';
  if (photometric === LAB && bitsPerSample < 16) return 'undecodable';
  if (!hasKnownSamples(layout)) return 'undecodable';
  if (compression === WEBP) return 'native-only';
  if (!COMPRESSIONS.includes(compression)) return 'undecodable';
  if (photometric === SEPARATED && bitsPerSample === 8) return 'cmyk';
  const isSubsampled = subsampling[0] !== 1 || subsampling[1] !== 1;
  return photometric === YCBCR && PLAIN.includes(compression) && !isSubsampled ? 'ycbcr' : undefined;
}

/** Integers of up to 16 bits, floats of 32. Integers of 32 bits would come out in wrong colours. */
function hasKnownSamples({ bitsPerSample, sampleFormat }: TiffLayout): boolean {
  return sampleFormat === FLOATS ? bitsPerSample === 32 : [1, 2, 4, 8, 16].includes(bitsPerSample);
}
