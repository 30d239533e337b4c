import { WeightedSemaphore } from '../../core/concurrency/weightedSemaphore.js';
import type { ImageHeader } from '../header/imageHeader.js';

/**
 * The largest image that is decoded. The cameras and scanners that training images come from stay below it; a file of
 * half a megabyte can claim twice as many pixels.
 */
export const MAX_PIXELS = 2 ** 27;
/** Limit of all images decoded at the same time: eight of 24 megapixels, or one of the largest with 16 bits a channel. */
const MAX_DECODED_BYTES = 8 * MAX_PIXELS;

/** Bytes that an image needs if all of it is decoded at once. */
export const decodedBytes = ({ width, height, pixelBytes }: ImageHeader): number =>
  width * height * pixelBytes;

/** Whether an image, by its header, is too large to be decoded at all. */
export const isTooLarge = (header: ImageHeader): boolean =>
  header.width * header.height > MAX_PIXELS || decodedBytes(header) > MAX_DECODED_BYTES;

/** Limits the memory of images that are decoded at the same time. Amounts are bytes. */
export const decodingMemory = (): WeightedSemaphore => new WeightedSemaphore(MAX_DECODED_BYTES);
