import type { CaptionedImage } from '../dataset/trainingImage.js';

/**
 * More images than this are not shown in one folder of the tree, but in ranges that unfold: the editor makes an item of
 * every one, also of those that nobody scrolls to, and is held up for a minute by a hundred thousand.
 */
export const MOST_IMAGES_IN_FOLDER = 2000;

const IMAGES_PER_RANGE = 1000;

/** Images in their order, cut into ranges. */
export function rangesOf(images: readonly CaptionedImage[]): (readonly CaptionedImage[])[] {
  const ranges: (readonly CaptionedImage[])[] = [];
  for (let start = 0; start < images.length; start += IMAGES_PER_RANGE) {
    ranges.push(images.slice(start, start + IMAGES_PER_RANGE));
  }
  return ranges;
}
