import { WeightedSemaphore } from './weightedSemaphore.js';

/** Bytes. The request for a file up to this size takes longer than its transfer. */
const SMALL_FILE_BYTES = 256 * 1024;
const SMALL_FILES_PER_SLOT = 4;

/**
 * The slots for files that are sent or received at once, `concurrency` of them. Four small files share one: a server
 * that answers them one by one is idle most of the time.
 */
export class TransferSlots {
  readonly #slots: WeightedSemaphore;

  constructor(concurrency: number) {
    this.#slots = new WeightedSemaphore(concurrency);
  }

  /** The most files that can be in the slots at once. */
  get mostFilesAtOnce(): number {
    return this.#slots.capacity * SMALL_FILES_PER_SLOT;
  }

  /** Waits for room for a file of `size` bytes. The returned function releases it; further calls do nothing. */
  acquire(size: number): Promise<() => void> {
    return this.#slots.acquire(shareOf(size));
  }

  /** Waits for room, runs `use`, releases the room. */
  with<T>(size: number, use: () => Promise<T>): Promise<T> {
    return this.#slots.with(shareOf(size), use);
  }
}

const shareOf = (size: number): number => (size <= SMALL_FILE_BYTES ? 1 / SMALL_FILES_PER_SLOT : 1);
