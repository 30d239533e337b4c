import type { SyncProgress } from '../core/progress.js';

const INTERVAL_MS = 100;

/** Passes on at most ten states a second; the last one is never lost. */
export class ProgressThrottle {
  #latest: SyncProgress | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(readonly send: (progress: SyncProgress) => void) {}

  push(progress: SyncProgress): void {
    this.#latest = progress;
    this.#timer ??= setTimeout(() => this.flush(), INTERVAL_MS);
  }

  /** Sends what is waiting, now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#latest !== undefined) this.send(this.#latest);
    this.#latest = undefined;
  }
}
