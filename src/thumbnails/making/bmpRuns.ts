import type { ReadRange } from './openPicture.js';

/** Where the runs of a bitmap are, and what they fill. */
export interface RunLayout {
  /** Byte offsets in the file. */
  readonly start: number;
  readonly end: number;
  readonly width: number;
  readonly rows: number;
  readonly bitsPerPixel: 4 | 8;
  /** Every so many rows one is wanted, beginning with the first of the file. */
  readonly step: number;
}

const BLOCK_BYTES = 1 << 16;
const END_OF_ROW = 0;
const END_OF_BITMAP = 1;
const DELTA = 2;

/**
 * Decodes run-length coding (BI_RLE8, BI_RLE4) row by row, in the order of the file. `onRow` gets the wanted rows, a
 * palette index per pixel, in an array that is used again. Pixels that no run names are 0, as in Pillow; what would
 * stand outside a row is dropped. Resolves to the number of rows, wanted or not: fewer than there are if the file ends
 * before its last one.
 */
export async function decodeRuns(
  read: ReadRange,
  layout: RunLayout,
  onRow: (row: Uint8Array) => void,
): Promise<number> {
  const { width, rows, bitsPerPixel, step } = layout;
  const bytes = new ByteReader(read, layout);
  const row = new Uint8Array(width);
  let x = 0;
  let y = 0;
  const endRows = (count: number) => {
    for (let ended = 0; ended < count && y < rows; ended++, y++) {
      if (y % step === 0) onRow(row);
      if (ended === 0) row.fill(0);
    }
  };
  while (y < rows && (await bytes.has(2))) {
    const count = bytes.next();
    const value = bytes.next();
    if (count > 0) {
      x = fillRun(row, { x, count, value, bitsPerPixel });
    } else if (value === END_OF_ROW || value === END_OF_BITMAP) {
      endRows(value === END_OF_ROW ? 1 : rows);
      x = 0;
    } else if (value === DELTA) {
      if (!(await bytes.has(2))) break;
      x += bytes.next();
      endRows(bytes.next());
    } else {
      const length = Math.ceil((value * bitsPerPixel) / 16) * 2;
      if (!(await bytes.has(length))) break;
      const literal = bytes.take(length);
      for (let at = 0; at < value; at++) row[x + at] = indexAt(literal, at, bitsPerPixel);
      x += value;
    }
  }
  if (x === 0) return y;
  endRows(1); // The last row needs no end; one that is not full is cut off.
  return x < width ? y - 1 : y;
}

/** A run of RLE4 alternates between the two halves of its byte. Returns the position after it. */
function fillRun(
  row: Uint8Array,
  { x, count, value, bitsPerPixel }: { x: number; count: number; value: number; bitsPerPixel: 4 | 8 },
): number {
  if (bitsPerPixel === 8) row.fill(value, x, x + count);
  else for (let at = 0; at < count; at++) row[x + at] = at % 2 === 0 ? value >> 4 : value & 15;
  return x + count;
}

/** Within a byte the first pixel has the higher bits. */
function indexAt(bytes: Uint8Array, at: number, bitsPerPixel: 4 | 8): number {
  if (bitsPerPixel === 8) return bytes[at] ?? 0;
  const both = bytes[at >> 1] ?? 0;
  return at % 2 === 0 ? both >> 4 : both & 15;
}

/** Reads a range of a file in order, a block at a time. */
class ByteReader {
  #block = new Uint8Array(0);
  #at = 0;
  #offset: number;
  readonly #end: number;

  constructor(
    private readonly read: ReadRange,
    { start, end, width, rows }: RunLayout,
  ) {
    this.#offset = start;
    // No writer needs more: it keeps a file of nothing but empty moves from being read to its end.
    this.#end = Math.min(end, start + rows * (3 * width + 64) + BLOCK_BYTES);
  }

  /** Whether so many bytes follow, at most 256; afterwards they can be taken. */
  async has(count: number): Promise<boolean> {
    const left = this.#block.length - this.#at;
    if (left >= count) return true;
    const length = Math.min(BLOCK_BYTES, this.#end - this.#offset);
    if (length <= 0) return false;
    const more = await this.read(this.#offset, length);
    const block = new Uint8Array(left + more.length);
    block.set(this.#block.subarray(this.#at));
    block.set(more, left);
    this.#block = block;
    this.#at = 0;
    this.#offset += length;
    return block.length >= count;
  }

  next(): number {
    return this.#block[this.#at++] ?? 0;
  }

  take(count: number): Uint8Array {
    this.#at += count;
    return this.#block.subarray(this.#at - count, this.#at);
  }
}
