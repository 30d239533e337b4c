import type { RelativePath } from '../dataset/trainingImage.js';
import { isSameEtag } from '../core/content/etag.js';
import type { ObjectHead } from '../core/ports/ports.js';
import type { Former, RecordedAct, RecordedRun } from '../core/ports/journal.js';

/**
 * What the undos since a run have put in the place of its objects. A copy may have another ETag than what it is a copy
 * of: that an object holds its former bytes again is told by the journal of who has restored it.
 */
export class Restorations {
  readonly #etags = new Map<RelativePath, { readonly etag: string; readonly size: number }[]>();
  readonly #unfinished = new Map<RelativePath, RecordedAct[]>();

  /** `history`: newest first. */
  constructor(run: RecordedRun, history: readonly RecordedRun[]) {
    const index = history.findIndex(({ header }) => header.id === run.header.id);
    for (const { header, isProven, acts } of history.slice(0, Math.max(0, index))) {
      if (header.kind !== 'undo' || (run.isProven && !isProven)) continue;
      for (const act of acts) {
        const { side, path, after, etag, isDone } = act;
        if (side !== 's3' || after === null) continue;
        if (!isDone) this.#unfinished.set(path, [...(this.#unfinished.get(path) ?? []), act]);
        if (etag === undefined) continue;
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

  /**
   * Whether an object was put there by an undo that did not come to see whether it is right: a copy of other bytes, or
   * one whose answer never came. An object of ours carries the hash of what it was to hold, whatever it holds.
   */
  isUnfinished(path: RelativePath, now: ObjectHead): boolean {
    return (this.#unfinished.get(path) ?? []).some(
      ({ unprovenEtags = [], after }) =>
        unprovenEtags.some((etag) => isSameEtag(etag, now.etag)) ||
        (now.sha256 !== undefined && now.sha256 === after?.sha256),
    );
  }
}
