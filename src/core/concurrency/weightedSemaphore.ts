/** Limits a total to `capacity`, first come, first served. A request for more than `capacity` waits until it is alone. */
export class WeightedSemaphore {
  #free: number;
  readonly #waiting: { readonly share: number; readonly grant: () => void }[] = [];

  constructor(readonly capacity: number) {
    this.#free = capacity;
  }

  /** Waits for `amount`. The returned function releases it; further calls do nothing. */
  async acquire(amount: number): Promise<() => void> {
    const share = Math.min(amount, this.capacity);
    await new Promise<void>((grant) => {
      this.#waiting.push({ share, grant });
      this.#serve();
    });
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#free += share;
      this.#serve();
    };
  }

  /** Waits for `amount`, runs `use`, releases it. */
  async with<T>(amount: number, use: () => Promise<T>): Promise<T> {
    const release = await this.acquire(amount);
    try {
      return await use();
    } finally {
      release();
    }
  }

  #serve(): void {
    for (
      let first = this.#waiting[0];
      first !== undefined && first.share <= this.#free;
      first = this.#waiting[0]
    ) {
      this.#waiting.shift();
      this.#free -= first.share;
      first.grant();
    }
  }
}
