/**
 * Pixels of one image at the most. Cameras and scanners that training images come from stay below it; half a megabyte of
 * file can claim twice as many, and a decoder that needs all of them at once takes 4 to 8 bytes for each.
 */
export const MOST_PIXELS = 2 ** 27;
/** Of all images that are decoded at the same time: one of the largest, or eight of 24 megapixels. */
const MOST_AT_ONCE = 192e6;

/** Hands out the pixels that may be under way, first come, first served. */
export class PixelBudget {
  #free = MOST_AT_ONCE;
  readonly #waiting: { readonly pixels: number; readonly grant: () => void }[] = [];

  /** Waits for the pixels of an image, by its header. The returned function gives them back; call it once. */
  async enter(pixels: number): Promise<() => void> {
    await new Promise<void>((grant) => {
      this.#waiting.push({ pixels, grant });
      this.#serve();
    });
    return () => {
      this.#free += pixels;
      this.#serve();
    };
  }

  #serve(): void {
    for (let first = this.#waiting[0]; first !== undefined && first.pixels <= this.#free;) {
      this.#waiting.shift();
      this.#free -= first.pixels;
      first.grant();
      first = this.#waiting[0];
    }
  }
}
