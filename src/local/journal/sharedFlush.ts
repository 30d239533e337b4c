/**
 * A flush that takes its time, for many who ask at once: each gets one that began after it asked, and all who ask
 * while one is under way share the next.
 */
export class SharedFlush {
  #waiting: Promise<void> | undefined;
  #running = Promise.resolve();

  /** `flush` rejects with what the system throws. */
  constructor(readonly flush: () => Promise<void>) {}

  /**
   * Rejects for good once a flush has failed: the system may have dropped what it could not write, and would then
   * call the next flush a success.
   */
  request(): Promise<void> {
    this.#waiting ??= this.#flushAfterRunning();
    return this.#waiting;
  }

  async #flushAfterRunning(): Promise<void> {
    await this.#running;
    this.#waiting = undefined;
    this.#running = this.flush();
    await this.#running;
  }
}
