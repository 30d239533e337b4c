import { createServer, type Socket } from 'node:net';
import { startProxy, type Proxy } from './proxy.js';

/** What becomes of the answers of a server that has stalled: nothing more of them comes, or a byte in a while. */
export type Stall = 'silent' | 'dripping';

const DRIP_MS = 500;

/** Stands before a server whose answers come to a halt, all of them at once, at a byte that is chosen. */
export interface StallingProxy extends Proxy {
  /** Bytes of answers that have been passed on, of all connections. */
  readonly passed: number;
  /** From now on so many bytes are passed on as ever. Resolves when they have been. */
  stallAfter(bytes: number, how: Stall): Promise<void>;
  /** What has waited goes on its way, and what comes as well. */
  goOn(): void;
}

/** Passes on every byte between its clients and a port on loopback until it is told to stall. */
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
    // An end is news as well: it comes when all that was before it has.
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

  /** One byte of each answer. */
  #drip(): void {
    for (const [to, pieces] of this.#waiting) {
      const bytes = Buffer.concat(pieces);
      this.#pass(to, bytes.subarray(0, 1));
      if (bytes.length > 1) this.#waiting.set(to, [bytes.subarray(1)]);
      else this.#waiting.delete(to);
    }
  }
}
