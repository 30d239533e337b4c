import { compareNaturally } from './pairing.js';
import type { RelativePath, TrainingImage } from './trainingImage.js';

/** Finds the image with this path by binary search in a list in natural order, without a map of 100,000 entries. */
export function findImage<T extends TrainingImage>(images: readonly T[], path: RelativePath): T | undefined {
  let [low, high] = [0, images.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const image = images[middle];
    const order = image === undefined ? 0 : compareNaturally(image.relativePath, path);
    if (order === 0) return image;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
