import { primaryItem } from '../header/avif.js';
import { boxesIn, contentOf } from '../header/boxes.js';
import { subrange, undefinedIfTruncated } from '../header/byteRange.js';

/** An AVIF file that libheif decodes, and what is still to be done to its picture. */
export interface PlainAvif {
  readonly bytes: Uint8Array;
  /** Clockwise. */
  readonly degrees: 0 | 90 | 270;
}

/**
 * Changes, in place, what keeps libvips and libheif from showing a file as browsers and Pillow do: the brand of a
 * sequence, whose still picture is then decoded; a crop, which is widened to the whole picture; the turn of a grid,
 * which libheif takes for an error in its tiles. `undefined` for a grid that is mirrored as well.
 */
export function plainAvif(bytes: Uint8Array): PlainAvif | undefined {
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const meta = contentOf(boxesIn(file), 'meta');
  const content = meta && subrange(meta, { offset: 4, length: meta.byteLength });
  const item = content && undefinedIfTruncated(() => primaryItem(content));
  if (item === undefined) return undefined;
  const { width, height, orientation, isTurnedGrid, irot, imir, clap } = item;
  bytes.set(Buffer.from('avif'), 8);
  // Width, height and the offsets of the centre, each a numerator and a denominator.
  [width, 1, height, 1, 0, 1, 0, 1].forEach((value, index) => clap?.setUint32(index * 4, value));
  if (!isTurnedGrid) return { bytes, degrees: 0 };
  if (imir !== undefined) return undefined;
  irot?.setUint8(0, 0);
  return { bytes, degrees: orientation === 6 ? 90 : 270 };
}
