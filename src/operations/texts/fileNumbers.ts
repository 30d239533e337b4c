import { mayBeCaption, stemOf } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { imagesAndCaptions } from './pairsTexts.js';
import type { Translate } from './translate.js';

/** Numbers of files in the user’s units: images and captions. */

/** `36 images and 30 captions`, `1 image`; empty where there are no files. */
export function filesInWords(files: Iterable<RelativePath>, t: Translate): string {
  let [images, captions] = [0, 0];
  for (const file of files) {
    if (mayBeCaption(file)) captions += 1;
    else images += 1;
  }
  return images + captions === 0 ? '' : imagesAndCaptions(images, captions, t);
}

/** How many pairs the files belong to: an image and its caption count once, as they are one row of a plan. */
export const pairCount = (files: Iterable<RelativePath>): number =>
  new Set(Array.from(files, (file) => stemOf(file))).size;
