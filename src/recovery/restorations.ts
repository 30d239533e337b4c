import type { RelativePath } from '../dataset/trainingImage.js';
import { isSameEtag } from '../sync/etag.js';
import type { Former, RecordedRun } from './journal.js';

/**
 * What the undos since a run have put in the place of its objects. A copy may have another ETag than what it is a copy
 * of: that an object holds its former bytes again is told by the journal of who has restored it.
 */
export class Restorations {
  readonly #etags = new Map<RelativePath, { readonly etag: string; readonly size: number }[]>();

  /** `history`: newest first. */
  constructor(run: RecordedRun, history: readonly RecordedRun[]) {
    const index = history.findIndex(({ header }) => header.id === run.header.id);
    for (const { header, isProven, acts } of history.slice(0, Math.max(0, index))) {
      if (header.kind !== 'undo' || (run.isProven && !isProven)) continue;
      for (const { side, path, after, etag } of acts) {
        if (side !== 's3' || after === null || etag === undefined) continue;
        this.#etags.set(path, [...(this.#etags.get(path) ?? []), { etag, size: after.size }]);
      }
    }
  }

  /** Whether an object of this ETag was put there as the `former` one. */
  has(path: RelativePath, former: Former, etag: string): boolean {
    return (this.#etags.get(path) ?? []).some(
      (left) => isSameEtag(left.etag, etag) && left.size === former.size,
    );
  }
}
