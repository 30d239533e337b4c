import type { RelativePath } from '../dataset/trainingImage.js';
import type { ErrorCode, SyncError } from '../core/errors.js';

/** After these a file may have taken its name already. */
const UNCLEAR: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['unwritable-file', 'missing-folder', 'internal']);

/** Which files the acts of a run have changed, and of which nobody knows. */
export class ChangedFiles {
  readonly #done = new Set<RelativePath>();
  /** By the number of the act. */
  readonly #open = new Map<number, RelativePath>();

  /** An act may happen from now on. */
  begin(seq: number, path: RelativePath): void {
    this.#open.set(seq, path);
  }

  /** It has happened. */
  end(seq: number): void {
    const path = this.#open.get(seq);
    if (path !== undefined) this.#done.add(path);
    this.#open.delete(seq);
  }

  /**
   * What was begun with the file has failed. It has changed nothing, unless a write was not answered, or nobody knows
   * what went wrong.
   */
  failed(path: RelativePath, { code, data }: SyncError): void {
    const isUnclear = UNCLEAR.has(code) && data.isNoFile !== true;
    if (data.unanswered === true || isUnclear) return;
    for (const [seq, begun] of this.#open) if (begun === path) this.#open.delete(seq);
  }

  /** Whether acts were begun of which it is not known that they have happened, or not. */
  get areOpen(): boolean {
    return this.#open.size > 0;
  }

  /** Changed, or perhaps, and not among those that have a name already. */
  without(named: ReadonlySet<RelativePath>): RelativePath[] {
    return [...new Set([...this.#done, ...this.#open.values()])].filter((path) => !named.has(path));
  }
}
