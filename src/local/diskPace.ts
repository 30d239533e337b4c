/** A read out of the system's memory takes less, however busy the machine. Microseconds. */
const FROM_MEMORY_US = 25;
/** How many bytes a microsecond of such a read brings, at the least. */
const BYTES_PER_US = 2000;
/** After one read that had to wait for the disk, so many others are expected to. */
const WAITING_READS = 31;

/**
 * Whether reads are answered out of the system's memory or have to wait for the disk. A synchronous read costs a
 * tenth of an asynchronous one where nothing is waited for; where every file has to be fetched (the first sync of a
 * day, a network drive) it holds up all the others. So now and then a read is timed.
 */
export class DiskPace {
  #waiting = 0;

  /** Whether the next read will probably have to wait. Counts it. */
  expectsToWait(): boolean {
    if (this.#waiting === 0) return false;
    this.#waiting -= 1;
    return true;
  }

  /** Tells how long a synchronous read of so many bytes took. Microseconds. */
  took(us: number, bytes: number): void {
    if (us > FROM_MEMORY_US + bytes / BYTES_PER_US) this.#waiting = WAITING_READS;
  }
}

/** Of this thread. */
export const diskPace = new DiskPace();
