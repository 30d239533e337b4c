import { type HeaderParser, textAt } from './byteRange.js';
import { exifOrientation } from './exif.js';
import type { Orientation, StoredSize } from './storedSize.js';

const EXIF = 'Exif\0\0';
/** Standalone markers carry no length: TEM and the restart markers. */
const isStandalone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
/** Start of frame: C0 to CF less the tables (C4), the extension (C8) and the arithmetic conditioning (CC). */
const isStartOfFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Walks the segments up to the start of frame (ITU T.81, annex B). */
export function* parseJpeg(): HeaderParser<StoredSize | undefined> {
  let orientation: Orientation | undefined;
  let offset = 2;
  for (;;) {
    const head = yield { offset, length: 9 };
    if (head.getUint8(0) !== 0xff) return undefined;
    const marker = head.getUint8(1);
    if (marker === 0xff) {
      offset += 1; // fill byte
      continue;
    }
    if (isStandalone(marker)) {
      offset += 2;
      continue;
    }
    // Start of scan or end of image: no frame came before it.
    if (marker === 0xda || marker === 0xd9) return undefined;
    if (isStartOfFrame(marker)) {
      return { height: head.getUint16(5), width: head.getUint16(7), orientation: orientation ?? 1 };
    }
    const length = head.getUint16(2);
    if (marker === 0xe1 && orientation === undefined) {
      const segment = yield { offset: offset + 4, length: length - 2 };
      if (segment.byteLength > EXIF.length && textAt(segment, 0, EXIF.length) === EXIF)
        orientation = exifOrientation(segment, EXIF.length);
    }
    offset += 2 + length;
  }
}
