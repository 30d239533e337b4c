import { mayBeCaption, stemOf, type ImageExtensions } from './pairing.js';
import type { RelativePath } from './trainingImage.js';

/** The texts of a style that no image has, in the order of the paths. */
export function loneCaptionsIn(paths: readonly RelativePath[], extensions: ImageExtensions): RelativePath[] {
  const stems = new Set<string>();
  for (const path of paths) if (extensions.isImage(path)) stems.add(stemOf(path));
  return paths.filter((path) => mayBeCaption(path) && !extensions.isImage(path) && !stems.has(stemOf(path)));
}

/** How a caption may have lost its image: another spelling of the same words, or a slip of one letter. */
export type Likeness = 'same-words' | 'one-letter';

/** Why an image may be that of a caption without one; `undefined`: nothing says so. */
export function likenessOf(caption: RelativePath, image: RelativePath): Likeness | undefined {
  const [one, other] = [wordsOf(caption), wordsOf(image)];
  if (one === other) return 'same-words';
  return isOneEditAway(one, other) ? 'one-letter' : undefined;
}

/** The letters and digits of the stem, in one case and one Unicode form: `10_cat/Cat-01` becomes `10cat/cat01`. */
const wordsOf = (path: RelativePath): string =>
  stemOf(path)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}/]+/gu, '');

/** Whether one letter more, less or other makes one text the other. */
function isOneEditAway(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  return short.slice(short.length === long.length ? at + 1 : at) === long.slice(at + 1);
}
