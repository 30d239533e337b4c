/** Fewer under way would only make it longer: the pauses between the tries make up for the rest. */
const FEWEST = 2;
/** So many successes for each that may be under way, and one more may be. */
const SUCCESSES_PER_STEP = 20;

/**
 * How many requests may be under way: all that come, until the server asks for less, and half of them from then on. What
 * was refused together counts once; where the server takes what comes, the number grows again, one by one.
 */
export class AdaptiveLimit {
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

  /** Whether the next request has to wait for its turn. */
  get isFull(): boolean {
    return this.#underWay >= this.#most;
  }

  /** Resolves when a request has ended, or the signal aborts; `isFull` may then be true again. */
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

  /** Counts a request that begins. Returns what `end` must be given. */
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

  /** Halves what may be under way, counted from what is. */
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
