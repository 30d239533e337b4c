import type { ImageHeader } from '../header/imageHeader.js';

/**
 * Pixels of one image at the most. Cameras and scanners that training images come from stay below it; half a megabyte of
 * file can claim twice as many.
 */
export const MAX_PIXELS = 2 ** 27;
/** Bytes of all images that are decoded at the same time: eight of 24 megapixels, or one of the largest, 16 bits a channel. */
const MAX_DECODED_BYTES = 8 * MAX_PIXELS;

/** Bytes that an image takes where all of it is decoded at once. */
export const decodedBytes = ({ width, height, pixelBytes }: ImageHeader): number =>
  width * height * pixelBytes;

/** By its header: whether the image is decoded at all. */
export const isTooLarge = (header: ImageHeader): boolean =>
  header.width * header.height > MAX_PIXELS || decodedBytes(header) > MAX_DECODED_BYTES;

/** Hands out the bytes that images under way may take, first come, first served. */
export class DecodingBudget {
  #free = MAX_DECODED_BYTES;
  readonly #waiting: { readonly bytes: number; readonly grant: () => void }[] = [];

  /** Waits for the bytes of an image that is not too large. The returned function gives them back; call it once. */
  async enter(bytes: number): Promise<() => void> {
    await new Promise<void>((grant) => {
      this.#waiting.push({ bytes, grant });
      this.#serve();
    });
    return () => {
      this.#free += bytes;
      this.#serve();
    };
  }

  #serve(): void {
    for (let first = this.#waiting[0]; first !== undefined && first.bytes <= this.#free;) {
      this.#waiting.shift();
      this.#free -= first.bytes;
      first.grant();
      first = this.#waiting[0];
    }
  }
}
