import { parseInMemory, subrange, undefinedIfTruncated } from './byteRange.js';
import type { Orientation } from './storedSize.js';
import { parseTiff } from './tiff.js';

/** Reads the orientation from an EXIF block, which is a TIFF file of tags; 1 if it has none or is corrupt. */
export function exifOrientation(block: DataView, offset: number): Orientation {
  const tiff = subrange(block, { offset, length: block.byteLength });
  return undefinedIfTruncated(() => parseInMemory(parseTiff(), tiff))?.orientation ?? 1;
}
