/** Fewer under way would only make it longer: what is left over is for the pauses between the tries. */
const FEWEST = 2;
/** So many successes for each that may be under way, and one more may be. */
const SUCCESSES_PER_STEP = 20;

/**
 * How many requests may be under way: all that come, until the server asks for less, and half of them from then on. What
 * was refused together counts once; where the server takes what comes, the number grows again, one by one.
 */
export class Pace {
  #most = Number.POSITIVE_INFINITY;
  #underWay = 0;
  #successes = 0;
  /** Counts how often it was lowered. */
  #lowered = 0;
  readonly #waiting = new Set<() => void>();

  /** Requests that may be under way now. */
  get most(): number {
    return this.#most;
  }

  /** Runs a request when its turn comes, or the signal aborts: then it fails by itself. */
  async run<T>(
    request: () => Promise<T>,
    isTooMuch: (thrown: unknown) => boolean,
    signal: AbortSignal,
  ): Promise<T> {
    while (this.#underWay >= this.#most && !signal.aborted) await this.#turn(signal);
    this.#underWay += 1;
    const before = this.#lowered;
    try {
      const result = await request();
      this.#quicken();
      return result;
    } catch (thrown) {
      if (before === this.#lowered && isTooMuch(thrown)) this.slowDown();
      throw thrown;
    } finally {
      this.#underWay -= 1;
      this.#wakeOne();
    }
  }

  /** Half of what is under way from now on. */
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

  #turn(signal: AbortSignal): Promise<void> {
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
}
