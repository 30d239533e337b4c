import { type Box, boxesIn, boxHeader, contentOf } from './boxes.js';
import { type HeaderParser, subrange, textAt } from './byteRange.js';
import type { Orientation, StoredSize } from './storedSize.js';

/** Measured: the AV1 planes, decoded by frames, plus the colours made of them; for 8 bits a channel, and for more. */
const PIXEL_BYTES = 20;
const DEEP_PIXEL_BYTES = 26;
/** A bit of the third byte of an `av1C` box: more than 8 bits a channel (AV1-ISOBMFF, section 2.3.3). */
const HIGH_BIT_DEPTH = 0x40;
/** More than any still image needs; it stops a corrupt length from making us read the whole file. */
const MAX_META_BYTES = 1 << 20;

/** Reads size, rotation and depth of the primary item of a HEIF file, be it AVIF or HEIC (ISO/IEC 23008-12). */
export function* parseAvif(): HeaderParser<StoredSize | undefined> {
  const isSequence = textAt(yield { offset: 0, length: 12 }, 8, 4) === 'avis';
  let offset = 0;
  for (;;) {
    const head = yield { offset, length: 16 };
    const { type, headerLength, length } = boxHeader(head, 0);
    if (type === 'meta') {
      // A full box: 4 bytes of version and flags precede the content.
      const start = offset + headerLength + 4;
      const meta = yield { offset: start, length: Math.min(length - headerLength - 4, MAX_META_BYTES) };
      return sizeOf(primaryItem(meta), isSequence);
    }
    if (length < 8) return undefined;
    offset += length;
  }
}

/** What the boxes say of the item that is the picture. */
export interface PrimaryItem {
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  readonly isDeep: boolean;
  /** Whether it is put together from tiles and turned by a quarter. */
  readonly isTurnedGrid: boolean;
  readonly irot: DataView | undefined;
  readonly imir: DataView | undefined;
  /** The clean aperture, which libheif crops to, and browsers and Pillow do not. */
  readonly clap: DataView | undefined;
}

/** `meta`: the content of the box, behind version and flags. Throws `RangeError` if it is cut off. */
export function primaryItem(meta: DataView): PrimaryItem | undefined {
  const boxes = boxesIn(meta);
  const pitm = contentOf(boxes, 'pitm');
  const iprp = contentOf(boxes, 'iprp');
  if (pitm === undefined || iprp === undefined) return undefined;
  const item = pitm.getUint8(0) === 0 ? pitm.getUint16(4) : pitm.getUint32(4);
  const parts = boxesIn(iprp);
  const ipco = contentOf(parts, 'ipco');
  const ipma = contentOf(parts, 'ipma');
  if (ipco === undefined || ipma === undefined) return undefined;
  const properties = boxesIn(ipco);
  const own = propertiesOfItem(ipma, item).flatMap((index) => properties[index - 1] ?? []);
  const ispe = contentOf(own, 'ispe');
  if (ispe === undefined) return undefined;
  const irot = contentOf(own, 'irot');
  const turns = (irot?.getUint8(0) ?? 0) & 3;
  return {
    width: ispe.getUint32(4),
    height: ispe.getUint32(8),
    // `irot` counts quarter turns anti-clockwise; EXIF calls the same three turns 8, 3 and 6.
    orientation: ([1, 8, 3, 6] as const)[turns as 0 | 1 | 2 | 3],
    // The `av1C` of any item counts: the tiles of a grid, and the alpha, have boxes of their own.
    isDeep: properties.some(({ type, content }) => type === 'av1C' && isHighBitDepth(content)),
    isTurnedGrid: turns % 2 === 1 && typeOfItem(boxes, item) === 'grid',
    ...{ irot, imir: contentOf(own, 'imir'), clap: contentOf(own, 'clap') },
  };
}

function sizeOf(item: PrimaryItem | undefined, isSequence: boolean): StoredSize | undefined {
  if (item === undefined) return undefined;
  const { width, height, orientation, isDeep, isTurnedGrid, clap } = item;
  return {
    ...{ width, height, orientation, pixelBytes: isDeep ? DEEP_PIXEL_BYTES : PIXEL_BYTES },
    ...((isSequence || isTurnedGrid || clap !== undefined) && { oddity: 'boxes' }),
  };
}

/** The type of an item by its entry in `iinf`: `av01`, `grid`. The entries before version 2 have none. */
function typeOfItem(meta: readonly Box[], item: number): string | undefined {
  const iinf = contentOf(meta, 'iinf');
  if (iinf === undefined) return undefined;
  const entries = subrange(iinf, { offset: iinf.getUint8(0) === 0 ? 6 : 8, length: iinf.byteLength });
  for (const { type, content } of boxesIn(entries)) {
    const version = type === 'infe' ? content.getUint8(0) : 0;
    if (version < 2) continue;
    const wide = version >= 3;
    const id = wide ? content.getUint32(4) : content.getUint16(4);
    if (id === item) return textAt(content, wide ? 10 : 8, 4);
  }
  return undefined;
}

const isHighBitDepth = (av1C: DataView): boolean => (av1C.getUint8(2) & HIGH_BIT_DEPTH) !== 0;

/** The one-based indices into `ipco` that the association box gives for an item. */
function propertiesOfItem(ipma: DataView, item: number): number[] {
  const wideIds = ipma.getUint8(0) >= 1;
  const wideIndices = (ipma.getUint8(3) & 1) === 1;
  let at = 8;
  for (let entry = ipma.getUint32(4); entry > 0; entry--) {
    const id = wideIds ? ipma.getUint32(at) : ipma.getUint16(at);
    at += wideIds ? 4 : 2;
    const count = ipma.getUint8(at);
    at += 1;
    const indices: number[] = [];
    for (let index = 0; index < count; index++) {
      indices.push(wideIndices ? ipma.getUint16(at) & 0x7fff : ipma.getUint8(at) & 0x7f);
      at += wideIndices ? 2 : 1;
    }
    if (id === item) return indices;
  }
  return [];
}
