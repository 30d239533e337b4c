import type { FileHandle } from 'node:fs/promises';
import { type ByteRange, subrange } from '../header/byteRange.js';
import { type ImageHeader, parseImageHeader } from '../header/imageHeader.js';
import { openPicture } from './openPicture.js';

/** One read of this many bytes holds the header of nearly every image. */
const BLOCK_BYTES = 4096;
/** No header needs more in one piece; a broken length must not allocate what it says. */
const MAX_RANGE_BYTES = 1 << 20;
/** Nor more pieces; a file of nothing but empty chunks must not keep us busy. */
const MAX_RANGES = 10_000;

/**
 * The header of an image file; `undefined` where it is no image or its header is cut short.
 * Rejects with the system's error where the file cannot be read.
 */
export async function readImageHeader(file: string): Promise<ImageHeader | undefined> {
  const handle = await openPicture(file);
  try {
    const source = new BlockReader(handle);
    const parser = parseImageHeader();
    let step = parser.next();
    for (let ranges = 0; step.done !== true; ranges++) {
      if (ranges === MAX_RANGES) return undefined;
      step = parser.next(await source.read(step.value));
    }
    return step.value;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  } finally {
    await handle.close();
  }
}

/** Serves small ranges from the block that was read last. */
class BlockReader {
  #offset = 0;
  #block = new DataView(new ArrayBuffer(0));

  constructor(private readonly handle: FileHandle) {}

  async read({ offset, length }: ByteRange): Promise<DataView> {
    if (offset < this.#offset || offset + length > this.#offset + this.#block.byteLength) {
      const buffer = new Uint8Array(Math.max(BLOCK_BYTES, Math.min(length, MAX_RANGE_BYTES)));
      const { bytesRead } = await this.handle.read(buffer, 0, buffer.length, offset);
      this.#offset = offset;
      this.#block = new DataView(buffer.buffer, 0, bytesRead);
    }
    return subrange(this.#block, { offset: offset - this.#offset, length });
  }
}
