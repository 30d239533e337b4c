import type { FileHandle } from 'node:fs/promises';
import { type ByteRange, subrange } from '../header/byteRange.js';
import { type ImageHeader, parseImageHeader } from '../header/imageHeader.js';
import { openPicture } from './openPicture.js';

/** One read of this size covers the header of nearly every image. */
const BLOCK_BYTES = 4096;
/** No header needs a longer range; a corrupt length must not decide how much is allocated. */
const MAX_RANGE_BYTES = 1 << 20;
/** No header needs more ranges; a file of nothing but empty chunks must not keep us busy. */
const MAX_RANGES = 10_000;

/**
 * Reads the header of an image file; `undefined` if it is not an image or its header is truncated. Rejects with the
 * system's error if the file cannot be read.
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

/** Serves small ranges from the last block that was read. */
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
