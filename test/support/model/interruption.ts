/** Thrown by everything that a dead process would have done. */
export class ProcessDied extends Error {
  override readonly name = 'ProcessDied';

  constructor() {
    super('the process has died');
  }
}

/** What happens at one moment of a run. */
export interface Interruption {
  /** The number of the act; a shorter run is not interrupted. */
  readonly at: number;
  /** Just before the act, or just after it, before its answer is seen. */
  readonly when: 'before' | 'after';
  /** `undefined`: the process dies. */
  readonly event: (() => Promise<void>) | undefined;
}

/** Counts the acts of a run, and interrupts one of them. */
export class Acts {
  #count = 0;
  #isDead = false;

  constructor(readonly interruption: Interruption | undefined) {}

  /** Whether the process died. What it had begun may still complete, like a request on its way. */
  get isDead(): boolean {
    return this.#isDead;
  }

  /** Runs work that changes the world. */
  async act<T>(work: () => Promise<T>): Promise<T> {
    this.check();
    const number = this.#count++;
    if (this.interruption?.at !== number) return this.look(work);
    const { when } = this.interruption;
    if (when === 'before') await this.#interrupt();
    const result = await this.look(work);
    if (when === 'after') await this.#interrupt();
    return result;
  }

  /** Runs work that only looks at it. */
  async look<T>(work: () => Promise<T>): Promise<T> {
    this.check();
    const result = await work();
    this.check();
    return result;
  }

  /** Throws where the process has died. */
  check(): void {
    if (this.#isDead) throw new ProcessDied();
  }

  async #interrupt(): Promise<void> {
    const event = this.interruption?.event;
    if (event !== undefined) return event();
    this.#isDead = true;
    throw new ProcessDied();
  }
}
