import { type HeaderParser, subrange, textAt } from './byteRange.js';
import type { StoredSize } from './storedSize.js';

/** Measured: the AV1 planes, decoded by frames, plus the colours made of them; for 8 bits a channel, and for more. */
const PIXEL_BYTES = 20;
const DEEP_PIXEL_BYTES = 26;
/** A bit of the third byte of an `av1C` box: more than 8 bits a channel (AV1-ISOBMFF, section 2.3.3). */
const HIGH_BIT_DEPTH = 0x40;
/** More than any still image needs; it stops a corrupt length from making us read the whole file. */
const MAX_META_BYTES = 1 << 20;

interface Box {
  readonly type: string;
  /** The bytes after the box's header. */
  readonly content: DataView;
}

/** Reads size, rotation and depth of the primary item of a HEIF file, be it AVIF or HEIC (ISO/IEC 23008-12). */
export function* parseAvif(): HeaderParser<StoredSize | undefined> {
  let offset = 0;
  for (;;) {
    const head = yield { offset, length: 16 };
    const { type, headerLength, length } = boxHeader(head, 0);
    if (type === 'meta') {
      // A full box: 4 bytes of version and flags precede the content.
      const start = offset + headerLength + 4;
      return primaryItemSize(
        yield { offset: start, length: Math.min(length - headerLength - 4, MAX_META_BYTES) },
      );
    }
    if (length < 8) return undefined;
    offset += length;
  }
}

function primaryItemSize(meta: DataView): StoredSize | undefined {
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
  const turns = (contentOf(own, 'irot')?.getUint8(0) ?? 0) & 3;
  // `irot` counts quarter turns anti-clockwise; EXIF calls the same three turns 8, 3 and 6.
  const orientation = ([1, 8, 3, 6] as const)[turns as 0 | 1 | 2 | 3];
  // The `av1C` of any item counts: the tiles of a grid, and the alpha, have boxes of their own.
  const isDeep = properties.some(({ type, content }) => type === 'av1C' && isHighBitDepth(content));
  return {
    width: ispe.getUint32(4),
    height: ispe.getUint32(8),
    orientation,
    pixelBytes: isDeep ? DEEP_PIXEL_BYTES : PIXEL_BYTES,
  };
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

function boxesIn(view: DataView): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= view.byteLength;) {
    const { type, headerLength, length } = boxHeader(view, at);
    if (length < headerLength) break;
    boxes.push({
      type,
      content: subrange(view, { offset: at + headerLength, length: length - headerLength }),
    });
    at += length;
  }
  return boxes;
}

/** A length of 1 means that a 64-bit length follows the type; 0 means that the box extends to the end of the file. */
export function boxHeader(
  view: DataView,
  at: number,
): { readonly type: string; readonly headerLength: number; readonly length: number } {
  const type = textAt(view, at + 4, 4);
  const short = view.getUint32(at);
  if (short === 1) return { type, headerLength: 16, length: Number(view.getBigUint64(at + 8)) };
  return { type, headerLength: 8, length: short === 0 ? Number.MAX_SAFE_INTEGER : short };
}

function contentOf(boxes: readonly Box[], type: string): DataView | undefined {
  return boxes.find((box) => box.type === type)?.content;
}
