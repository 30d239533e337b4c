import type { Failure } from '../core/outcome.js';
import type { RelativePath } from '../dataset/trainingImage.js';

/** An edit of pairs as data. */

/** A new file with the bytes of an existing one. */
export interface PlannedCopy {
  /** A path that `ByteSource` knows. */
  readonly from: string;
  readonly to: RelativePath;
}

/** What is done for the files of one stem: all of it or, where a step fails, as little as possible. */
export interface StemEdit {
  /** The first file of the stem that the user named. */
  readonly name: RelativePath;
  /** Captions first: nobody meets an image whose caption is still to come. Made before anything is deleted. */
  readonly copies: readonly PlannedCopy[];
  /** Images first: nobody meets an image without its caption. */
  readonly deletions: readonly RelativePath[];
}

export interface EditPlan {
  readonly stems: readonly StemEdit[];
  /** What cannot be done, and why. */
  readonly refused: readonly Failure[];
}
