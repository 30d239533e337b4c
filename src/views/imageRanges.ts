import type { CaptionedImage } from '../dataset/trainingImage.js';

/**
 * A folder with more images shows them in ranges that unfold. The editor makes an item of every image, also of those
 * that nobody scrolls to: 100,000 block it for a minute.
 */
export const MOST_IMAGES_IN_FOLDER = 2000;

const IMAGES_PER_RANGE = 1000;

/** Splits images into ranges, in their order. */
export function rangesOf(images: readonly CaptionedImage[]): (readonly CaptionedImage[])[] {
  const ranges: (readonly CaptionedImage[])[] = [];
  for (let start = 0; start < images.length; start += IMAGES_PER_RANGE) {
    ranges.push(images.slice(start, start + IMAGES_PER_RANGE));
  }
  return ranges;
}
