import { decodeRuns } from './bmpRuns.js';
import type { ReadRange } from './openPicture.js';

/** A decoded bitmap: 4 bytes per pixel (red, green, blue, alpha), top row first. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
  /** Whether the file ends before its last row; `height` counts only the rows in the file. */
  readonly isTruncated: boolean;
}

/** A longer side is sampled down to this many pixels or up to twice as many: more than a thumbnail has. */
const MIN_SAMPLED_SIDE = 1024;
/** The longest row that is decoded: 256 KiB of the file at 4 bytes per pixel. */
const MAX_ROW_PIXELS = 0xffff;
/** Covers the longest header with masks and palette: 14 + 124 + 256 × 4 bytes. */
const MAX_HEAD_BYTES = 2048;
const UNCOMPRESSED = 0;
const RUNS_OF_8_BITS = 1;
const RUNS_OF_4_BITS = 2;
const BITFIELDS = 3;
const ALPHA_BITFIELDS = 6;

interface Layout {
  readonly width: number;
  readonly rows: number;
  readonly topFirst: boolean;
  readonly bitsPerPixel: number;
  readonly stride: number;
  /** Whether the pixels are run-length coded: 4 or 8 bits each. */
  readonly inRuns: boolean;
  readonly pixels: number;
  readonly palette: { readonly offset: number; readonly entryLength: number; readonly count: number };
  /** Red, green, blue, alpha; set for 16 and 32 bits per pixel. */
  readonly masks: readonly [number, number, number, number];
}

/**
 * Decodes a BMP file, which libvips cannot read: 1, 4, 8, 16, 24 and 32 bits per pixel, with palette, run-length coding
 * or bit masks. Of a large one it keeps only every n-th row and column, so that neither the file nor its pixels are ever in
 * memory as a whole. Resolves to `unsupported` for embedded JPEG or PNG, and to `too-large` for rows longer than any
 * picture has. Rejects with a `RangeError` if the header is truncated, and with the errors of `read`.
 */
export async function decodeBmp(
  read: ReadRange,
  fileSize: number,
): Promise<Bitmap | 'unsupported' | 'too-large'> {
  const head = viewOf(await read(0, MAX_HEAD_BYTES));
  const layout = layoutOf(head);
  if (layout === 'unsupported') return 'unsupported';
  const { rows, stride, topFirst } = layout;
  if (layout.width < 1 || rows < 1) throw new RangeError('size of bitmap');
  if (layout.width > MAX_ROW_PIXELS) return 'too-large';
  const step = Math.max(1, Math.floor(Math.max(layout.width, rows) / MIN_SAMPLED_SIDE));
  const sampled = new SampledRows(Math.ceil(layout.width / step), colourReader(head, layout), step);
  if (layout.inRuns) {
    const bitsPerPixel = layout.bitsPerPixel === 4 ? 4 : 8;
    const runs = { ...layout, start: layout.pixels, end: fileSize, bitsPerPixel, step } as const;
    // A row of runs comes as a byte per pixel, whatever the file has.
    const rowsThere = await decodeRuns(read, runs, (row) => sampled.add(viewOf(row)));
    return sampled.bitmap(topFirst, rowsThere < rows);
  }
  const rowsThere = Math.min(rows, Math.floor((fileSize - layout.pixels) / stride));
  for (let row = 0; row < rowsThere; row += step)
    sampled.add(viewOf(await read(layout.pixels + row * stride, stride)));
  return sampled.bitmap(topFirst, rowsThere < rows);
}

/** Collects the pixels of every n-th row and column, in the order of the file. */
class SampledRows {
  readonly #rows: Uint8Array[] = [];

  /** `width`: of what is kept. */
  constructor(
    private readonly width: number,
    private readonly colourAt: (row: DataView, x: number) => number,
    private readonly step: number,
  ) {}

  add(row: DataView): void {
    const rgba = new Uint8Array(this.width * 4);
    const out = viewOf(rgba);
    for (let x = 0; x < this.width; x++) out.setUint32(x * 4, this.colourAt(row, x * this.step));
    this.#rows.push(rgba);
  }

  /** Throws `RangeError` if there is no row. */
  bitmap(topFirst: boolean, isTruncated: boolean): Bitmap {
    const { width } = this;
    const height = this.#rows.length;
    if (height < 1) throw new RangeError('no pixels');
    const rgba = new Uint8Array(width * height * 4);
    this.#rows.forEach((row, line) => rgba.set(row, (topFirst ? line : height - 1 - line) * width * 4));
    return { width, height, rgba, isTruncated };
  }
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function layoutOf(view: DataView): Layout | 'unsupported' {
  const headerLength = view.getUint32(14, true);
  const old = headerLength === 12;
  const width = old ? view.getUint16(18, true) : view.getInt32(18, true);
  const height = old ? view.getUint16(20, true) : view.getInt32(22, true);
  const bitsPerPixel = view.getUint16(old ? 24 : 28, true);
  const compression = old ? UNCOMPRESSED : view.getUint32(30, true);
  if (![1, 4, 8, 16, 24, 32].includes(bitsPerPixel)) return 'unsupported';
  const masked = compression === BITFIELDS || compression === ALPHA_BITFIELDS;
  const inRuns =
    (compression === RUNS_OF_8_BITS && bitsPerPixel === 8) ||
    (compression === RUNS_OF_4_BITS && bitsPerPixel === 4);
  if (compression !== UNCOMPRESSED && !inRuns && !(masked && (bitsPerPixel === 16 || bitsPerPixel === 32)))
    return 'unsupported';
  const coloursUsed = old ? 0 : view.getUint32(46, true);
  return {
    width,
    rows: Math.abs(height),
    topFirst: height < 0,
    bitsPerPixel,
    stride: Math.ceil((width * bitsPerPixel) / 32) * 4,
    inRuns,
    pixels: view.getUint32(10, true),
    palette: {
      offset: 14 + headerLength,
      entryLength: old ? 3 : 4,
      count: coloursUsed > 0 ? Math.min(coloursUsed, 256) : 2 ** Math.min(bitsPerPixel, 8),
    },
    masks: masked ? masksOf(view, headerLength, compression) : standardMasks(bitsPerPixel),
  };
}

/**
 * The masks follow the 40-byte header or are part of a longer one: their offset is the same. Throws `RangeError` if the
 * pixels begin where they should stand: a writer that has left them out has written no picture.
 */
function masksOf(view: DataView, headerLength: number, compression: number): Layout['masks'] {
  if (view.getUint32(10, true) < 54 + 3 * 4) throw new RangeError('no masks');
  const mask = (index: number) => view.getUint32(54 + index * 4, true);
  const hasAlpha = headerLength >= 56 || compression === ALPHA_BITFIELDS;
  return [mask(0), mask(1), mask(2), hasAlpha ? mask(3) : 0];
}

/** Without masks the fourth byte has no meaning, so the file is opaque. */
function standardMasks(bitsPerPixel: number): Layout['masks'] {
  return bitsPerPixel === 16 ? [0x7c00, 0x03e0, 0x001f, 0] : [0xff0000, 0x00ff00, 0x0000ff, 0];
}

/**
 * Returns a function for the colour of pixel `x` of a row, as 0xRRGGBBAA. `head`: the start of the file, with the
 * palette.
 */
function colourReader(head: DataView, layout: Layout): (row: DataView, x: number) => number {
  const { bitsPerPixel } = layout;
  if (layout.inRuns) {
    const palette = paletteOf(head, layout);
    return (row, x) => palette[row.getUint8(x)] ?? 0xff;
  }
  if (bitsPerPixel <= 8) {
    const palette = paletteOf(head, layout);
    const mask = 2 ** bitsPerPixel - 1;
    return (row, x) => {
      const bit = x * bitsPerPixel;
      const index = (row.getUint8(bit >> 3) >> (8 - bitsPerPixel - (bit & 7))) & mask;
      return palette[index] ?? 0xff;
    };
  }
  if (bitsPerPixel === 24) {
    return (row, x) => opaque(row, x * 3);
  }
  const [red, green, blue, alpha] = layout.masks.map(channel) as [Channel, Channel, Channel, Channel];
  const pixel =
    bitsPerPixel === 16
      ? (row: DataView, x: number) => row.getUint16(x * 2, true)
      : (row: DataView, x: number) => row.getUint32(x * 4, true);
  const isOpaque = layout.masks[3] === 0;
  return (row, x) => {
    const value = pixel(row, x);
    const opacity = isOpaque ? 0xff : alpha(value);
    return ((red(value) << 24) | (green(value) << 16) | (blue(value) << 8) | opacity) >>> 0;
  };
}

function paletteOf(view: DataView, { palette }: Layout): number[] {
  const colours: number[] = [];
  for (let index = 0; index < palette.count; index++)
    colours.push(opaque(view, palette.offset + index * palette.entryLength));
  return colours;
}

/** The file stores a pixel as blue, green, red. */
function opaque(view: DataView, at: number): number {
  return (
    ((view.getUint8(at + 2) << 24) | (view.getUint8(at + 1) << 16) | (view.getUint8(at) << 8) | 0xff) >>> 0
  );
}

type Channel = (pixel: number) => number;

/** Extracts a channel from a pixel by its mask and scales it to 0–255. */
function channel(mask: number): Channel {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const highest = mask >>> shift;
  return (pixel) => Math.round((((pixel & mask) >>> shift) / highest) * 255);
}
