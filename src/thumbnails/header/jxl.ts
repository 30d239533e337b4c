import { boxHeader } from './boxes.js';
import type { HeaderParser } from './byteRange.js';
import type { Orientation, StoredSize } from './storedSize.js';

/** Never used: JPEG XL is not decoded. */
const PIXEL_BYTES = 4;
/** Width divided by height, for the seven ratios with a short form in the size header (ISO/IEC 18181-1, D.2). */
const RATIOS = [0, 1, 12 / 10, 4 / 3, 3 / 2, 16 / 9, 5 / 4, 2] as const;

/** Reads a bare codestream (ff 0a), or one in a `jxlc` box or in several `jxlp` boxes. */
export function* parseJxl(): HeaderParser<StoredSize | undefined> {
  const start = yield { offset: 0, length: 2 };
  if (start.getUint8(0) === 0xff) return sizeIn(yield { offset: 2, length: 32 });
  let offset = 0;
  for (;;) {
    const { type, headerLength, length } = boxHeader(yield { offset, length: 16 }, 0);
    // A `jxlp` box begins with its 4-byte index.
    const codestream = offset + headerLength + (type === 'jxlp' ? 4 : 0);
    if (type === 'jxlc' || type === 'jxlp') return sizeIn(yield { offset: codestream + 2, length: 32 });
    if (length < 8) return undefined;
    offset += length;
  }
}

function sizeIn(codestream: DataView): StoredSize {
  const bits = new BitReader(codestream);
  const small = bits.read(1) === 1;
  const side = () =>
    small ? (bits.read(5) + 1) * 8 : 1 + bits.read(([9, 13, 18, 30] as const)[twoBits(bits)]);
  const height = side();
  const ratio = bits.read(3);
  const width = ratio === 0 ? side() : Math.floor(height * (RATIOS[ratio] ?? 1) + 1e-9);
  const allDefault = bits.read(1) === 1;
  const extraFields = !allDefault && bits.read(1) === 1;
  const orientation = extraFields ? ((bits.read(3) + 1) as Orientation) : 1;
  return { width, height, orientation, pixelBytes: PIXEL_BYTES };
}

const twoBits = (bits: BitReader) => bits.read(2) as 0 | 1 | 2 | 3;

/** Reads bits in JPEG XL's order: the lowest bit of each byte first. */
class BitReader {
  #at = 0;

  constructor(private readonly view: DataView) {}

  read(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++, this.#at++) {
      value += ((this.view.getUint8(this.#at >> 3) >> (this.#at & 7)) & 1) * 2 ** bit;
    }
    return value;
  }
}
