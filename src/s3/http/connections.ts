import type { Answer } from './answer.js';
import { Connection } from './connection.js';
import { SecureSessions } from './socket.js';
import type { Origin, WireRequest } from './wireRequest.js';

/**
 * Connections that are used again and again, as many as there are requests at once. Node's own client takes about three
 * times the processor time for a request, of a caption as of an image of 100 KiB.
 */
export class Connections {
  readonly #all = new Set<Connection>();
  /** By origin; the one that was used last at the end. */
  readonly #free = new Map<string, Connection[]>();
  readonly #sessions = new SecureSessions();

  /** See `Connection.send`. */
  async send(request: WireRequest, signal: AbortSignal): Promise<Answer> {
    signal.throwIfAborted();
    return (this.#takeFree(request.origin) ?? this.#open(request.origin)).send(request, signal);
  }

  /** Ends them all, and what is under way on them. */
  close(): void {
    for (const connection of this.#all) connection.destroy();
  }

  #takeFree(origin: Origin): Connection | undefined {
    const free = this.#freeAt(origin);
    for (let connection = free.pop(); connection !== undefined; connection = free.pop()) {
      if (connection.isFresh) return connection;
      connection.destroy();
    }
    return undefined;
  }

  #open(origin: Origin): Connection {
    const free = this.#freeAt(origin);
    const connection = new Connection(origin, this.#sessions, {
      free: () => free.push(connection),
      gone: () => {
        this.#all.delete(connection);
        const index = free.indexOf(connection);
        if (index >= 0) free.splice(index, 1);
      },
    });
    this.#all.add(connection);
    return connection;
  }

  #freeAt({ protocol, hostname, port }: Origin): Connection[] {
    const place = `${protocol}//${hostname}:${String(port ?? '')}`;
    const free = this.#free.get(place) ?? [];
    this.#free.set(place, free);
    return free;
  }
}
