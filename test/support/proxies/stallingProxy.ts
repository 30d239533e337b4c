import { createServer, type Socket } from 'node:net';
import { startProxy, type Proxy } from './proxy.js';

/** How answers stall: no further byte arrives, or one byte now and then. */
export type Stall = 'silent' | 'dripping';

const DRIP_MS = 500;

/** A proxy that stalls all answers at once, after a given number of bytes. */
export interface StallingProxy extends Proxy {
  /** Forwarded bytes of answers, over all connections. */
  readonly passed: number;
  /** Stalls after `bytes` further bytes. Resolves when they have been forwarded. */
  stallAfter(bytes: number, how: Stall): Promise<void>;
  /** Ends the stall: forwards the held data and everything that follows. */
  goOn(): void;
}

/** Starts a proxy to a port on loopback that forwards everything until it is told to stall. */
export async function startStallingProxy(targetPort: number): Promise<StallingProxy> {
  const gate = new Gate();
  const proxy = await startProxy(targetPort, {
    listen: (onConnection) => createServer(onConnection),
    link: (from, to, isAnswer) => {
      if (!isAnswer) from.pipe(to);
      else gate.guard(from, to);
    },
  });
  return {
    port: proxy.port,
    get passed() {
      return gate.passed;
    },
    stallAfter: (bytes, how) => gate.stallAfter(bytes, how),
    goOn: () => gate.goOn(),
    close: async () => {
      gate.goOn();
      await proxy.close();
    },
  };
}

class Gate {
  passed = 0;
  #left = Infinity;
  #how: Stall = 'silent';
  #reached: (() => void) | undefined;
  #drips: NodeJS.Timeout | undefined;
  readonly #waiting = new Map<Socket, Buffer[]>();

  guard(from: Socket, to: Socket): void {
    from.on('data', (piece: Buffer) => this.#take(to, piece));
    // The end of the stream stalls too: it is forwarded after all data before it.
    from.on('end', () => {
      if (this.#left > 0) to.end();
    });
    to.on('close', () => this.#waiting.delete(to));
  }

  stallAfter(bytes: number, how: Stall): Promise<void> {
    [this.#left, this.#how] = [bytes, how];
    return new Promise((resolve) => {
      this.#reached = resolve;
      if (bytes === 0) this.#stall();
    });
  }

  goOn(): void {
    clearInterval(this.#drips);
    this.#left = Infinity;
    for (const [to, pieces] of this.#waiting) for (const piece of pieces) to.write(piece);
    this.#waiting.clear();
  }

  #take(to: Socket, piece: Buffer): void {
    const some = piece.subarray(0, this.#left);
    this.#left -= some.length;
    this.#pass(to, some);
    if (some.length === piece.length) return;
    this.#waiting.set(to, [...(this.#waiting.get(to) ?? []), piece.subarray(some.length)]);
    this.#stall();
  }

  #pass(to: Socket, bytes: Buffer): void {
    if (bytes.length === 0 || to.destroyed) return;
    this.passed += bytes.length;
    to.write(bytes);
  }

  #stall(): void {
    this.#reached?.();
    if (this.#reached !== undefined && this.#how === 'dripping') {
      this.#drips = setInterval(() => this.#drip(), DRIP_MS);
    }
    this.#reached = undefined;
  }

  /** Forwards one byte of each answer. */

  #drip(): void {
    for (const [to, pieces] of this.#waiting) {
      const bytes = Buffer.concat(pieces);
      this.#pass(to, bytes.subarray(0, 1));
      if (bytes.length > 1) this.#waiting.set(to, [bytes.subarray(1)]);
      else this.#waiting.delete(to);
    }
  }
}
