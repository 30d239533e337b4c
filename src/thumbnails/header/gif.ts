import type { HeaderParser } from './byteRange.js';
import type { PixelArea, StoredSize } from './storedSize.js';

/** Measured: frames are composed in red, green, blue and alpha, besides the palette's indices. */
const PIXEL_BYTES = 6;
const IMAGE = 0x2c;
const EXTENSION = 0x21;
/** More blocks than any writer puts before the first frame; it stops a file of nothing but them. */
const MAX_BLOCKS = 1000;

/** Reads the logical screen of GIF87a and GIF89a, and the place of the first frame on it. */
export function* parseGif(): HeaderParser<StoredSize | undefined> {
  const screen = yield { offset: 6, length: 5 };
  const [width, height] = [screen.getUint16(0, true), screen.getUint16(2, true)];
  const isSized = width > 0 && height > 0;
  // A file that ends before its first frame still has a size.
  const frame = yield* parseFirstFrame(13 + tableLength(screen.byteLength > 4 ? screen.getUint8(4) : 0));
  if (!isSized && frame === undefined) return undefined;
  const covers =
    frame === undefined ||
    (frame.left === 0 && frame.top === 0 && frame.width >= width && frame.height >= height);
  return {
    // Without a screen, the first frame is the picture.
    ...(isSized || frame === undefined ? { width, height } : { width: frame.width, height: frame.height }),
    ...{ orientation: 1, pixelBytes: PIXEL_BYTES },
    ...(isSized && !covers && { frame }),
  };
}

/** Bytes of a table of colours, by the flags of the block that announces it. */
const tableLength = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

function* parseFirstFrame(start: number): HeaderParser<PixelArea | undefined> {
  let offset = start;
  for (let blocks = 0; blocks < MAX_BLOCKS; blocks++) {
    const block = yield { offset, length: 10 };
    if (block.byteLength < 10) return undefined;
    const kind = block.getUint8(0);
    if (kind === IMAGE) {
      const [left, top] = [block.getUint16(1, true), block.getUint16(3, true)];
      return { left, top, width: block.getUint16(5, true), height: block.getUint16(7, true) };
    }
    if (kind !== EXTENSION) return undefined;
    offset += 2;
    for (let length = 1; length > 0; blocks++) {
      const head = yield { offset, length: 1 };
      if (head.byteLength === 0 || blocks >= MAX_BLOCKS) return undefined;
      length = head.getUint8(0);
      offset += 1 + length;
    }
  }
  return undefined;
}
