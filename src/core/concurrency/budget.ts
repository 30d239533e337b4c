/** Hands out what is limited: at most `capacity` at once, first come, first served; who wants more waits to be alone. */
export class Budget {
  #free: number;
  readonly #waiting: { readonly share: number; readonly grant: () => void }[] = [];

  constructor(readonly capacity: number) {
    this.#free = capacity;
  }

  /** Waits for `amount`. The returned function gives it back; to call it again does nothing. */
  async take(amount: number): Promise<() => void> {
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

  /** Waits for `amount`, runs `use`, gives it back. */
  async with<T>(amount: number, use: () => Promise<T>): Promise<T> {
    const giveBack = await this.take(amount);
    try {
      return await use();
    } finally {
      giveBack();
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
