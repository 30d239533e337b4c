import { Budget } from './budget.js';

/** Bytes: what takes longer to be asked for than to be sent. */
const SMALL = 256 * 1024;
/** So many small files take the place of a large one. */
export const SMALL_AT_ONCE = 4;

/**
 * The places for files that are sent or received at the same time, `concurrency` of them. Small files share one: a server
 * that answers them one by one is idle most of the time.
 */
export class Wire {
  readonly #places: Budget;

  constructor(readonly concurrency: number) {
    this.#places = new Budget(concurrency);
  }

  /** Waits for a place for a file of so many bytes. The returned function gives it back; it may be called twice. */
  enter(size: number): Promise<() => void> {
    return this.#places.take(size <= SMALL ? 1 / SMALL_AT_ONCE : 1);
  }
}
