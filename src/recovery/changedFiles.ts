import type { RelativePath } from '../dataset/trainingImage.js';

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

  /** What was begun with the file has failed, and changed nothing. */
  leftAsItWas(path: RelativePath): void {
    for (const [seq, begun] of this.#open) if (begun === path) this.#open.delete(seq);
  }

  /** Changed for certain. */
  get done(): ReadonlySet<RelativePath> {
    return this.#done;
  }

  /** An act on them was begun, and it is not known whether it has happened. */
  get open(): ReadonlySet<RelativePath> {
    return new Set(this.#open.values());
  }
}
