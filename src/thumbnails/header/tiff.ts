import { type HeaderParser, textAt } from './byteRange.js';
import type { Orientation, StoredSize } from './storedSize.js';
import { LAYOUT_DEFAULTS, PALETTE, tiffOddity, type TiffLayout } from './tiffLayout.js';

const WIDTH = 0x100;
const HEIGHT = 0x101;
const BITS_PER_SAMPLE = 0x102;
const COMPRESSION = 0x103;
const PHOTOMETRIC = 0x106;
const ORIENTATION = 0x112;
const SAMPLES_PER_PIXEL = 0x115;
const SUBSAMPLING = 0x212;
/** The second value of that tag; no tag has this number. */
const SUBSAMPLING_DOWN = -SUBSAMPLING;
const SAMPLE_FORMAT = 0x153;
const SHORT = 3;
const LONG8 = 16;
/** Tags with one value per sample, all equal. */
const PER_SAMPLE = [BITS_PER_SAMPLE, SAMPLE_FORMAT];

/** Reads the first directory of a TIFF or BigTIFF file, which may be anywhere in the file (TIFF 6.0, section 2). */
export function* parseTiff(): HeaderParser<StoredSize | undefined> {
  const start = yield { offset: 0, length: 16 };
  const order = textAt(start, 0, 2);
  if (order !== 'II' && order !== 'MM') return undefined;
  const littleEndian = order === 'II';
  const version = start.getUint16(2, littleEndian);
  if (version !== 42 && version !== 43) return undefined;
  const big = version === 43;
  const wide = (view: DataView, at: number) => Number(view.getBigUint64(at, littleEndian));

  const directory = big ? wide(start, 8) : start.getUint32(4, littleEndian);
  const counter = yield { offset: directory, length: big ? 8 : 2 };
  // An image's directory has about twenty tags; the limit stops a corrupt count from making us read the whole file.
  const count = Math.min(big ? wide(counter, 0) : counter.getUint16(0, littleEndian), 1024);
  const entryLength = big ? 20 : 12;
  const entries = yield { offset: directory + (big ? 8 : 2), length: count * entryLength };

  const values = new Map<number, number>();
  const elsewhere = new Map<number, number>();
  for (let at = 0; at + entryLength <= entries.byteLength; at += entryLength) {
    const type = entries.getUint16(at + 2, littleEndian);
    const value = at + (big ? 12 : 8);
    const tag = entries.getUint16(at, littleEndian);
    if (values.has(tag)) continue; // Of repeated tags, the first counts.
    const shorts = big ? wide(entries, at + 4) : entries.getUint32(at + 4, littleEndian);
    // Values that do not fit into the entry are at the offset in the entry.
    if (PER_SAMPLE.includes(tag) && shorts > (big ? 4 : 2))
      elsewhere.set(tag, big ? wide(entries, value) : entries.getUint32(value, littleEndian));
    if (tag === SUBSAMPLING) values.set(SUBSAMPLING_DOWN, entries.getUint16(value + 2, littleEndian));
    values.set(
      tag,
      type === SHORT
        ? entries.getUint16(value, littleEndian)
        : type === LONG8 && big
          ? wide(entries, value)
          : entries.getUint32(value, littleEndian),
    );
  }
  for (const [tag, offset] of elsewhere) {
    const first = yield { offset, length: 2 };
    values.set(tag, first.getUint16(0, littleEndian));
  }
  const layout = layoutOf(values);
  const oddity = tiffOddity(layout);
  return {
    width: values.get(WIDTH) ?? 0,
    height: values.get(HEIGHT) ?? 0,
    orientation: asOrientation(values.get(ORIENTATION)),
    pixelBytes: pixelBytesOf(layout),
    ...(oddity !== undefined && { oddity }),
  };
}

function layoutOf(values: ReadonlyMap<number, number>): TiffLayout {
  const { compression, photometric, bitsPerSample, samplesPerPixel, sampleFormat, subsampling } =
    LAYOUT_DEFAULTS;
  return {
    compression: values.get(COMPRESSION) ?? compression,
    photometric: values.get(PHOTOMETRIC) ?? photometric,
    bitsPerSample: values.get(BITS_PER_SAMPLE) ?? bitsPerSample,
    samplesPerPixel: values.get(SAMPLES_PER_PIXEL) ?? samplesPerPixel,
    sampleFormat: values.get(SAMPLE_FORMAT) ?? sampleFormat,
    subsampling: [values.get(SUBSAMPLING) ?? subsampling[0], values.get(SUBSAMPLING_DOWN) ?? subsampling[1]],
  };
}

/** Palette colours have three channels of 16 bits, that is 6 bytes. */
function pixelBytesOf({ photometric, samplesPerPixel, bitsPerSample }: TiffLayout): number {
  return photometric === PALETTE ? 6 : samplesPerPixel * Math.ceil(bitsPerSample / 8);
}

function asOrientation(value: number | undefined): Orientation {
  return value !== undefined && value >= 1 && value <= 8 ? (value as Orientation) : 1;
}
