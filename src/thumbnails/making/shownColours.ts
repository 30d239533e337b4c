import type { Oddity } from '../header/storedSize.js';

/** Pixels as sharp gives them raw. */
export interface RawPixels {
  readonly data: Uint8Array;
  /** Bytes per pixel: the samples of the colour, and one of alpha if there is one more. */
  readonly channels: number;
}

type ToRgb = (pixels: Uint8Array, at: number) => readonly [number, number, number];

/** Inks are multiplied, as in browsers and in Pillow: no profile of a press, which gives duller colours. */
const fromInks: ToRgb = (pixels, at) => {
  const light = (255 - (pixels[at + 3] ?? 0)) / 255;
  const colour = (ink: number) => Math.round((255 - (pixels[at + ink] ?? 0)) * light);
  return [colour(0), colour(1), colour(2)];
};

/** The coefficients of ITU-R BT.601, which TIFF has where it names no others. */
const fromYcbcr: ToRgb = (pixels, at) => {
  const [y, blue, red] = [pixels[at] ?? 0, (pixels[at + 1] ?? 0) - 128, (pixels[at + 2] ?? 0) - 128];
  return [y + 1.402 * red, y - 0.344136 * blue - 0.714136 * red, y + 1.772 * blue];
};

const CONVERSIONS: Readonly<Partial<Record<Oddity, readonly [samples: number, ToRgb]>>> = {
  cmyk: [4, fromInks],
  ycbcr: [3, fromYcbcr],
};

/** Whether libvips' own colours are to be replaced. */
export const needsConversion = (oddity: Oddity | undefined): oddity is Oddity =>
  oddity !== undefined && CONVERSIONS[oddity] !== undefined;

/** The pixels as red, green, blue and alpha; `undefined` if they are not of the kind that the header promised. */
export function shownColours({ data, channels }: RawPixels, oddity: Oddity): Uint8Array | undefined {
  const [samples, toRgb] = CONVERSIONS[oddity] ?? [0, undefined];
  const hasAlpha = channels > samples;
  if (toRgb === undefined || channels < samples) return undefined;
  const pixels = data.length / channels;
  const rgba = new Uint8ClampedArray(pixels * 4);
  for (let pixel = 0; pixel < pixels; pixel++) {
    rgba.set(toRgb(data, pixel * channels), pixel * 4);
    rgba[pixel * 4 + 3] = hasAlpha ? (data[pixel * channels + samples] ?? 255) : 255;
  }
  return new Uint8Array(rgba.buffer);
}
