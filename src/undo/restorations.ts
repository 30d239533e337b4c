import type { RelativePath } from '../dataset/trainingImage.js';
import { isSameEtag } from '../core/content/etag.js';
import type { ObjectHead } from '../core/ports/objectStore.js';
import type { FormerContent, RecordedAct, RecordedRun } from '../core/ports/journal.js';

/**
 * The objects that later undos put back after a run. The ETag of a copy may differ from that of its source, so only the
 * journal of the undo shows that an object holds its former bytes again.
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

  /** Whether an undo put back the `former` object with this ETag. */
  has(path: RelativePath, former: FormerContent, etag: string): boolean {
    return (this.#etags.get(path) ?? []).some(
      (left) => isSameEtag(left.etag, etag) && left.size === former.size,
    );
  }

  /**
   * Whether an undo wrote this object but did not verify it: a copy with other bytes, or a write that was never
   * answered. An object of ours carries the hash that was intended for it, whatever bytes it holds.
   */
  isUnfinished(path: RelativePath, now: ObjectHead): boolean {
    return (this.#unfinished.get(path) ?? []).some(
      ({ unprovenEtags = [], after }) =>
        unprovenEtags.some((etag) => isSameEtag(etag, now.etag)) ||
        (now.sha256 !== undefined && now.sha256 === after?.sha256),
    );
  }
}
