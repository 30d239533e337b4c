/** The lowest limit. Fewer concurrent requests would only take longer; the pauses between tries do the rest. */
const FEWEST = 2;
/** The limit grows by one after this many successes per concurrent request. */
const SUCCESSES_PER_STEP = 20;

/**
 * Limits the concurrent requests: not at all until the server asks for fewer, then to half of them. Requests that
 * were refused together lower the limit once; it grows again, one by one, while requests succeed.
 */
export class AdaptiveLimit {
  #most = Number.POSITIVE_INFINITY;
  #underWay = 0;
  #successes = 0;
  /** How often the limit was lowered. */
  #lowered = 0;
  readonly #waiting = new Set<() => void>();

  /** The most concurrent requests now. */
  get most(): number {
    return this.#most;
  }

  /** Whether the next request has to wait. */
  get isFull(): boolean {
    return this.#underWay >= this.#most;
  }

  /** Resolves when a request has ended or the signal aborts. Check `isFull` again then. */
  turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  /** Counts the start of a request. Pass the result to `end`. */
  begin(): number {
    this.#underWay += 1;
    return this.#lowered;
  }

  /** Counts the end of a request. */
  end(begun: number, how: 'success' | 'failure' | 'too much'): void {
    if (how === 'success') this.#quicken();
    else if (how === 'too much' && begun === this.#lowered) this.slowDown();
    this.#underWay -= 1;
    this.#wakeOne();
  }

  /** Halves the limit, or the number of current requests where that is lower. */
  slowDown(): void {
    this.#lowered += 1;
    this.#successes = 0;
    this.#most = Math.max(FEWEST, Math.floor(Math.min(this.#most, this.#underWay) / 2));
  }

  #quicken(): void {
    if (this.#most === Number.POSITIVE_INFINITY) return;
    if (++this.#successes < this.#most * SUCCESSES_PER_STEP) return;
    this.#successes = 0;
    this.#most += 1;
    this.#wakeOne();
  }

  #wakeOne(): void {
    const [first] = this.#waiting;
    first?.();
  }
}
