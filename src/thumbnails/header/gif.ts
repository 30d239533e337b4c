import type { HeaderParser } from './byteRange.js';
import type { StoredSize } from './storedSize.js';

/** Measured: frames are composed in red, green, blue and alpha, besides the palette's indices. */
const PIXEL_BYTES = 6;

/** Reads the logical screen size of GIF87a and GIF89a. */
export function* parseGif(): HeaderParser<StoredSize> {
  const screen = yield { offset: 6, length: 4 };
  return {
    width: screen.getUint16(0, true),
    height: screen.getUint16(2, true),
    orientation: 1,
    pixelBytes: PIXEL_BYTES,
  };
}
