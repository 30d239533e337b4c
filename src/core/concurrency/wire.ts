import { Budget } from './budget.js';

/** Bytes: what takes longer to be asked for than to be sent. */
const SMALL = 256 * 1024;
/** So many small files take the place of a large one. */
const SMALL_AT_ONCE = 4;

/**
 * The places for files that are sent or received at the same time, `concurrency` of them. Small files share one: a server
 * that answers them one by one is idle most of the time.
 */
export class Wire {
  readonly #places: Budget;

  constructor(concurrency: number) {
    this.#places = new Budget(concurrency);
  }

  /** Files that can have a place at the same time. */
  get mostAtOnce(): number {
    return this.#places.capacity * SMALL_AT_ONCE;
  }

  /** Waits for a place for a file of so many bytes. The returned function gives it back; it may be called twice. */
  enter(size: number): Promise<() => void> {
    return this.#places.take(shareOf(size));
  }

  /** Waits for a place, runs `use`, leaves it. */
  with<T>(size: number, use: () => Promise<T>): Promise<T> {
    return this.#places.with(shareOf(size), use);
  }
}

const shareOf = (size: number): number => (size <= SMALL ? 1 / SMALL_AT_ONCE : 1);
