import type { SyncProgress } from '../core/progress.js';

const INTERVAL_MS = 100;

/** Sends at most ten states per second, always including the last one. */
export class ProgressThrottle {
  #latest: SyncProgress | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(readonly send: (progress: SyncProgress) => void) {}

  push(progress: SyncProgress): void {
    this.#latest = progress;
    this.#timer ??= setTimeout(() => this.flush(), INTERVAL_MS);
  }

  /** Sends the pending state at once. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#latest !== undefined) this.send(this.#latest);
    this.#latest = undefined;
  }
}
