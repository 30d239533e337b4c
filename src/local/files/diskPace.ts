/** How many bytes a microsecond of a read out of memory brings, at the least. */
const BYTES_PER_US = 2000;
/** After one operation that had to wait for the disk, so many others are expected to. */
const WAITING = 31;

/**
 * Whether operations of a kind are answered out of the system's memory or have to wait for the disk. A synchronous one
 * costs a tenth of an asynchronous one where nothing is waited for; where each has to wait (the first sync of a day, a
 * network drive) it holds up all the others. So now and then one is timed.
 */
export class DiskPace {
  #waiting = 0;

  /** `usualUs`: microseconds that an operation takes at the most where nothing is waited for, however busy the machine. */
  constructor(readonly usualUs: number) {}

  /** `now`: the operation, synchronous; `later`: the same, in the thread pool. `bytes`: how many it may read. */
  run<T>(now: () => T, later: () => Promise<T>, bytes = 0): T | Promise<T> {
    if (this.#waiting > 0) {
      this.#waiting -= 1;
      return later();
    }
    const start = performance.now();
    const result = now();
    this.took((performance.now() - start) * 1000, bytes);
    return result;
  }

  /** Learns from a synchronous operation. */
  took(us: number, bytes = 0): void {
    if (us > this.usualUs + bytes / BYTES_PER_US) this.#waiting = WAITING;
  }
}

/** Reading from files that are open. Of this thread. */
export const readingPace = new DiskPace(25);

/** Making, looking at and removing the entries of folders. Of this thread. */
export const entryPace = new DiskPace(100);
