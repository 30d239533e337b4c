import type { Socket } from 'node:net';

/**
 * Delays the data of a socket like a long wire: consecutive pieces are under way at the same time, so it adds latency,
 * but does not reduce the throughput.
 */
export class DelayLine {
  readonly #underWay: { readonly piece: Buffer; readonly dueMs: number }[] = [];
  readonly #openMs: number;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  /** @param handshakeMs additional delay at the start, because opening a connection takes a round trip of its own */
  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly delayMs: number,
    handshakeMs: number,
  ) {
    this.#openMs = performance.now() + handshakeMs;
    from.on('data', (piece: Buffer) => this.#take(piece));
    from.on('end', () => {
      this.#ended = true;
      this.#wait();
    });
    to.on('close', () => clearTimeout(this.#timer));
  }

  #take(piece: Buffer): void {
    const sentMs = Math.max(performance.now(), this.#openMs);
    this.#underWay.push({ piece, dueMs: sentMs + this.delayMs });
    this.#wait();
  }

  #wait(): void {
    if (this.#timer !== undefined) return;
    const [first] = this.#underWay;
    const dueMs = first?.dueMs ?? performance.now() + this.delayMs;
    this.#timer = setTimeout(() => this.#deliver(), dueMs - performance.now());
  }

  #deliver(): void {
    this.#timer = undefined;
    // A timer may fire a fraction of a millisecond early.
    const now = performance.now() + 1;
    for (
      let first = this.#underWay[0];
      first !== undefined && first.dueMs <= now;
      first = this.#underWay[0]
    ) {
      this.#underWay.shift();
      this.#write(first.piece);
    }
    if (this.#underWay.length > 0) this.#wait();
    else if (this.#ended) this.to.end();
  }

  /** Writes with backpressure: if the far end does not accept data, the near end is paused. */
  #write(piece: Buffer): void {
    if (this.to.destroyed || this.to.write(piece)) return;
    this.from.pause();
    this.to.once('drain', () => this.from.resume());
  }
}
