import type { RelativePath } from '../dataset/trainingImage.js';
import type { ErrorCode, SyncError } from '../core/errors.js';

/** After these errors the file may already have its new name. */
const MAY_HAVE_CHANGED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'unwritable-file',
  'missing-folder',
  'internal',
]);

/** Tracks which files the acts of a run have changed, and which they may have changed. */
export class ChangedFiles {
  readonly #done = new Set<RelativePath>();
  /** Paths by the `seq` of the act. */
  readonly #open = new Map<number, RelativePath>();

  /** The act may happen from now on. */
  begin(seq: number, path: RelativePath): void {
    this.#open.set(seq, path);
  }

  /** The act has happened. */
  end(seq: number): void {
    const path = this.#open.get(seq);
    if (path !== undefined) this.#done.add(path);
    this.#open.delete(seq);
  }

  /**
   * The work on the file has failed. It changed nothing, unless a write was not answered or the error does not tell.
   */
  failed(path: RelativePath, { code, data }: SyncError): void {
    const isUnclear = MAY_HAVE_CHANGED.has(code) && data.isNoFile !== true;
    if (data.unanswered === true || isUnclear) return;
    for (const [seq, begun] of this.#open) if (begun === path) this.#open.delete(seq);
  }

  /** Whether it is unknown of an act if it happened. */
  get hasOpenActs(): boolean {
    return this.#open.size > 0;
  }

  /** The files that were changed, or may have been, except for those in `named`. */
  without(named: ReadonlySet<RelativePath>): RelativePath[] {
    return [...new Set([...this.#done, ...this.#open.values()])].filter((path) => !named.has(path));
  }
}
