/** A read from the page cache copies at least this much in a microsecond. */
const MIN_BYTES_PER_US = 2000;
/** After one operation that waited for the disk, this many others are expected to wait too. */
const ASYNC_AFTER_SLOW = 31;

/**
 * Runs the operations of one kind synchronously while the page cache answers them, and in the thread pool while the
 * disk has to be waited for. A synchronous call costs a tenth of an asynchronous one, but where it waits (the first
 * sync of a day, a network drive) it blocks everything else on this thread. So each synchronous call is timed.
 */
export class AdaptiveIo {
  #asyncLeft = 0;

  /** `usualUs`: the most microseconds that an operation takes from the page cache, however busy the machine is. */
  constructor(readonly usualUs: number) {}

  /** `inline`: the operation, synchronous; `pooled`: the same in the thread pool. `bytes`: the most that it may read. */
  run<T>(inline: () => T, pooled: () => Promise<T>, bytes = 0): T | Promise<T> {
    if (this.#asyncLeft > 0) {
      this.#asyncLeft -= 1;
      return pooled();
    }
    const start = performance.now();
    const result = inline();
    this.learn((performance.now() - start) * 1000, bytes);
    return result;
  }

  /** Takes account of how long a synchronous operation took. */
  learn(us: number, bytes = 0): void {
    if (us > this.usualUs + bytes / MIN_BYTES_PER_US) this.#asyncLeft = ASYNC_AFTER_SLOW;
  }
}

/** Reads from open files, on this thread. */
export const readIo = new AdaptiveIo(25);

/** Creating, looking at and removing directory entries, on this thread. */
export const entryIo = new AdaptiveIo(100);
