import type { HeaderParser } from './byteRange.js';
import type { StoredSize } from './storedSize.js';

/** BITMAPCOREHEADER (OS/2) has 16-bit sizes; all later ones 32-bit, a negative height meaning top row first. */
export function* parseBmpHeader(): HeaderParser<StoredSize> {
  const header = yield { offset: 14, length: 12 };
  if (header.getUint32(0, true) === 12) {
    return { width: header.getUint16(4, true), height: header.getUint16(6, true), orientation: 1 };
  }
  return { width: header.getInt32(4, true), height: Math.abs(header.getInt32(8, true)), orientation: 1 };
}
