import { mayBeCaption } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';

/** Longer texts are not captions that a user would merge. Bytes. */
const MAX_CAPTION_BYTES = 256 * 1024;

/** Whether the bytes of a file are to be remembered as the base of a later merge. */
export const isMergeBase = (path: RelativePath, size: number): boolean =>
  mayBeCaption(path) && size <= MAX_CAPTION_BYTES;
