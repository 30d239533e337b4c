import type { GalleryImage } from '../../messages/protocol.js';

/** How the page knows an image. */
type ImageKey = Pick<GalleryImage, 'path' | 'version'>;

/** The longest side of a picture, as of the thumbnails that the extension makes. Pixels. */
const LONGEST_SIDE = 256;
/** The format that not every build of the browser decodes. What else comes here (AVIF), all of them do. */
const RARE_FORMAT = 'image/jxl';

/** What browsers have, and TypeScript's library does not: Firefox and Safari lack it in part. */
declare const ImageDecoder: { isTypeSupported(type: string): Promise<boolean> } | undefined;

/**
 * Makes thumbnails of the pictures that the extension cannot decode and this browser can: asks for one file at a time,
 * and forgets it as soon as it is scaled down.
 */
export class OriginalPictures {
  readonly #ask: (path: string) => void;
  readonly #made: (image: ImageKey, picture: Blob) => void;
  readonly #tried = new Set<string>();
  #isSupported: boolean | undefined;
  #wanted: readonly ImageKey[] = [];
  #awaited: ImageKey | undefined;

  /** `ask` requests the bytes of a file, which `receive` then gets; `made` takes the picture. */
  constructor(ask: (path: string) => void, made: (image: ImageKey, picture: Blob) => void) {
    this.#ask = ask;
    this.#made = made;
  }

  /** Sets which pictures are to be made, most urgent first; replaces the previous list. Each is tried once. */
  want(images: readonly ImageKey[]): void {
    this.#wanted = images;
    if (images.length > 0) void this.#next();
  }

  /** `bytes` is empty if the file cannot be had. */
  async receive(path: string, bytes: ArrayBuffer): Promise<void> {
    const image = this.#awaited;
    if (image?.path !== path) return;
    try {
      const picture = bytes.byteLength === 0 ? undefined : await scaledDown(bytes);
      if (picture !== undefined) this.#made(image, picture);
    } finally {
      this.#awaited = undefined;
      await this.#next();
    }
  }

  async #next(): Promise<void> {
    this.#isSupported ??=
      typeof ImageDecoder !== 'undefined' && (await ImageDecoder.isTypeSupported(RARE_FORMAT));
    if (!this.#isSupported || this.#awaited !== undefined) return;
    const image = this.#wanted.find((wanted) => !this.#tried.has(keyOf(wanted)));
    if (image === undefined) return;
    this.#tried.add(keyOf(image));
    this.#awaited = image;
    this.#ask(image.path);
  }

  /** The page has heard anew that there is no thumbnail, so the picture may be made once more. */
  forget(image: ImageKey): void {
    this.#tried.delete(keyOf(image));
  }
}

const keyOf = ({ path, version }: ImageKey): string => `${version} ${path}`;

/** A WebP of the first frame, upright; `undefined` if the browser cannot decode it. */
async function scaledDown(bytes: ArrayBuffer): Promise<Blob | undefined> {
  try {
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const side = (pixels: number): number => Math.max(1, Math.round(pixels * scale));
    const canvas = new OffscreenCanvas(side(bitmap.width), side(bitmap.height));
    const context = canvas.getContext('2d');
    if (context === null) return undefined;
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return await canvas.convertToBlob({ type: 'image/webp', quality: 0.75 });
  } catch (error) {
    // The browser says no more than that it cannot decode the bytes, whatever they are.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
