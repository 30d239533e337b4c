import { subrange, textAt } from './byteRange.js';

/** A box of the ISO base media file format, which HEIF and JPEG XL use (ISO/IEC 14496-12, section 4.2). */
export interface Box {
  readonly type: string;
  /** The bytes after the box's header, not copied. */
  readonly content: DataView;
}

/** The boxes in a row of them. The last may be cut off. */
export function boxesIn(view: DataView): Box[] {
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

/** The content of the first box of a type. */
export function contentOf(boxes: readonly Box[], type: string): DataView | undefined {
  return boxes.find((box) => box.type === type)?.content;
}
