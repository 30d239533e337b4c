import { parseInMemory, subrange, undefinedIfTruncated } from './byteRange.js';
import type { Orientation } from './storedSize.js';
import { parseTiff } from './tiff.js';

/** The orientation in an EXIF block, which is a TIFF file of tags; 1 where it says nothing or is broken. */
export function exifOrientation(block: DataView, offset: number): Orientation {
  const tiff = subrange(block, { offset, length: block.byteLength });
  return undefinedIfTruncated(() => parseInMemory(parseTiff(), tiff))?.orientation ?? 1;
}
