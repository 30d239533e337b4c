import { type HeaderParser, textAt } from './byteRange.js';
import { exifOrientation } from './exif.js';
import type { Orientation, StoredSize } from './storedSize.js';

/** The grey colour types of IHDR, without and with alpha; all others are decoded to colours. */
const GREY = [0, 4];

/** Reads the size from IHDR, and the orientation from an eXIf chunk before the pixels (PNG, third edition). */
export function* parsePng(): HeaderParser<StoredSize | undefined> {
  const ihdr = yield { offset: 8, length: 18 };
  if (textAt(ihdr, 4, 4) !== 'IHDR') return undefined;
  return {
    width: ihdr.getUint32(8),
    height: ihdr.getUint32(12),
    orientation: yield* parseOrientation(),
    pixelBytes: channels(ihdr.getUint8(17)) * Math.ceil(ihdr.getUint8(16) / 8),
  };
}

/** Decoded channels. Alpha always counts: a later chunk can add it to any colour type. */
const channels = (colourType: number): number => (GREY.includes(colourType) ? 2 : 4);

function* parseOrientation(): HeaderParser<Orientation> {
  let offset = 8;
  for (;;) {
    const chunk = yield { offset, length: 8 };
    // A file that ends here still has a size, and no orientation.
    if (chunk.byteLength < 8) return 1;
    const length = chunk.getUint32(0);
    const type = textAt(chunk, 4, 4);
    if (type === 'IDAT' || type === 'IEND') return 1;
    if (type === 'eXIf') return exifOrientation(yield { offset: offset + 8, length }, 0);
    offset += 12 + length;
  }
}
