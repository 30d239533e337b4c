import { type HeaderParser, textAt } from './byteRange.js';
import { exifOrientation } from './exif.js';
import type { Orientation, StoredSize } from './storedSize.js';

const EXIF_FLAG = 0x08;
/** Red, green, blue and alpha, although most files have no alpha. */
const PIXEL_BYTES = 4;

/** Reads the three layouts: lossy (`VP8 `), lossless (`VP8L`), extended (`VP8X`: animation, alpha, metadata). */
export function* parseWebp(): HeaderParser<StoredSize | undefined> {
  const chunk = yield { offset: 12, length: 18 };
  switch (textAt(chunk, 0, 4)) {
    case 'VP8 ':
      // After a 3-byte frame tag and the start code 9d 01 2a. The upper two bits are a scale.
      return {
        width: chunk.getUint16(14, true) & 0x3fff,
        height: chunk.getUint16(16, true) & 0x3fff,
        orientation: 1,
        pixelBytes: PIXEL_BYTES,
      };
    case 'VP8L': {
      const bits = chunk.getUint32(9, true);
      return {
        width: (bits & 0x3fff) + 1,
        height: ((bits >>> 14) & 0x3fff) + 1,
        orientation: 1,
        pixelBytes: PIXEL_BYTES,
      };
    }
    case 'VP8X':
      return {
        width: uint24(chunk, 12) + 1,
        height: uint24(chunk, 15) + 1,
        orientation: chunk.getUint8(8) & EXIF_FLAG ? yield* parseOrientation() : 1,
        pixelBytes: PIXEL_BYTES,
      };
    default:
      return undefined;
  }
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

/** The EXIF chunk comes after the pixels. Some writers put JPEG's `Exif\0\0` before its content. */
function* parseOrientation(): HeaderParser<Orientation> {
  let offset = 12;
  for (;;) {
    const chunk = yield { offset, length: 8 };
    if (chunk.byteLength < 8) return 1;
    const length = chunk.getUint32(4, true);
    if (textAt(chunk, 0, 4) === 'EXIF') {
      const exif = yield { offset: offset + 8, length };
      return exifOrientation(exif, exif.byteLength > 6 && textAt(exif, 0, 4) === 'Exif' ? 6 : 0);
    }
    offset += 8 + length + (length & 1);
  }
}
