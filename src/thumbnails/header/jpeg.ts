import { type HeaderParser, textAt } from './byteRange.js';
import { exifOrientation } from './exif.js';
import type { Oddity, Orientation, StoredSize } from './storedSize.js';

const EXIF_SIGNATURE = 'Exif\0\0';
/** A decoder that needs all scans of an image keeps its coefficients in memory, each in this many bytes. */
const COEFFICIENT_BYTES = 2;
/** Markers without a length: TEM and the restart markers. */
const isStandalone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
/** Start of frame: C0 to CF, except for the tables (C4), the extension (C8) and the arithmetic conditioning (CC). */
const isStartOfFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Bits per sample. */
  readonly precision: number;
  /** The marker that started it: it names the process (T.81, table B.1). */
  readonly marker: number;
}

/** Walks the segments up to the first scan (ITU T.81, annex B). */
export function* parseJpeg(): HeaderParser<StoredSize | undefined> {
  let orientation: Orientation | undefined;
  let frame: Frame | undefined;
  let offset = 2;
  for (;;) {
    const head = yield { offset, length: 10 };
    // A file that ends after its frame header still has a size.
    if (frame !== undefined && head.byteLength < 5) return sizeOf(frame, orientation, false);
    if (head.getUint8(0) !== 0xff) return frame && sizeOf(frame, orientation, false);
    const marker = head.getUint8(1);
    if (marker === 0xff) {
      offset += 1; // A fill byte.
      continue;
    }
    if (isStandalone(marker)) {
      offset += 2;
      continue;
    }
    if (marker === START_OF_SCAN || marker === END_OF_IMAGE) {
      const isWhole = marker === START_OF_SCAN && head.getUint8(4) === frame?.components;
      return frame && sizeOf(frame, orientation, isWhole);
    }
    const length = head.getUint16(2);
    if (isStartOfFrame(marker)) frame ??= frameOf(head, marker);
    if (marker === 0xe1 && orientation === undefined) {
      const segment = yield { offset: offset + 4, length: length - 2 };
      if (
        segment.byteLength > EXIF_SIGNATURE.length &&
        textAt(segment, 0, EXIF_SIGNATURE.length) === EXIF_SIGNATURE
      )
        orientation = exifOrientation(segment, EXIF_SIGNATURE.length);
    }
    offset += 2 + length;
  }
}

const frameOf = (head: DataView, marker: number): Frame => ({
  height: head.getUint16(5),
  width: head.getUint16(7),
  components: head.getUint8(9),
  precision: head.getUint8(4),
  marker,
});

/** `isWhole`: the first scan has all components, so a frame that is not progressive can be decoded row by row. */
function sizeOf(frame: Frame, orientation: Orientation | undefined, isWhole: boolean): StoredSize {
  const { width, height, components, precision, marker } = frame;
  // A decoder of a progressive image needs all scans before it has a picture.
  const isProgressive = (marker & 3) === 2;
  const bytes = isWhole && !isProgressive ? Math.ceil(precision / 8) : COEFFICIENT_BYTES;
  const oddity = oddityOf(frame);
  return {
    ...{ width, height, orientation: orientation ?? 1, pixelBytes: components * bytes },
    ...(oddity !== undefined && { oddity }),
  };
}

/** libjpeg decodes 8 bits by the discrete cosine transform, in one frame: no lossless and no hierarchical processes. */
function oddityOf({ components, precision, marker }: Frame): Oddity | undefined {
  const isKnown = precision === 8 && (marker & 3) !== 3 && (marker & 7) < 5;
  if (!isKnown) return 'undecodable';
  return components === 4 ? 'cmyk' : undefined;
}
