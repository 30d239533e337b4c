import type { HeaderParser } from './byteRange.js';
import type { StoredSize } from './storedSize.js';

/** Our decoder (`making/bmp.ts`) produces red, green, blue and alpha. */
const PIXEL_BYTES = 4;

/**
 * BITMAPCOREHEADER (OS/2) has 16-bit sizes. All later headers have 32-bit ones; a negative height means top row first.
 */
export function* parseBmpHeader(): HeaderParser<StoredSize> {
  const header = yield { offset: 14, length: 12 };
  const [width, height] =
    header.getUint32(0, true) === 12
      ? [header.getUint16(4, true), header.getUint16(6, true)]
      : [header.getInt32(4, true), Math.abs(header.getInt32(8, true))];
  return { width, height, orientation: 1, pixelBytes: PIXEL_BYTES };
}
