import type { Answer } from './answer.js';
import { HttpConnection } from './httpConnection.js';
import { DIRECT, type Routes } from './routes.js';
import { SecureSessions, type Route } from './socket.js';
import { openTunnel } from './tunnel.js';
import type { Origin, HttpRequest } from './httpRequest.js';

/**
 * A pool of connections: as many as there are requests at once. Node's own client takes about three times the
 * processor time per request, for a caption as well as for an image of 100 KiB.
 */
export class Connections {
  readonly #all = new Set<HttpConnection>();
  /** By origin, the most recently used one last. */
  readonly #free = new Map<string, HttpConnection[]>();
  readonly #sessions = new SecureSessions();
  readonly #closing = new AbortController();

  constructor(private readonly routes: Routes = DIRECT) {}

  /** See `HttpConnection.send`. */
  async send(request: HttpRequest, signal: AbortSignal): Promise<Answer> {
    signal.throwIfAborted();
    const connection = this.#takeFree(request.origin) ?? (await this.#open(request.origin, signal));
    return connection.send(request, signal);
  }

  /** Closes the connections that carry no request. */
  closeIdle(): void {
    for (const free of this.#free.values()) for (const connection of free.splice(0)) connection.destroy();
  }

  /** Closes all connections and aborts the requests on them. */
  close(): void {
    this.#closing.abort();
    for (const connection of this.#all) connection.destroy();
  }

  #takeFree(origin: Origin): HttpConnection | undefined {
    const free = this.#freeAt(origin);
    for (let connection = free.pop(); connection !== undefined; connection = free.pop()) {
      if (connection.isFresh) return connection;
      connection.destroy();
    }
    return undefined;
  }

  async #open(origin: Origin, signal: AbortSignal): Promise<HttpConnection> {
    const route = await this.#routeTo(origin, signal);
    const free = this.#freeAt(origin);
    const connection = new HttpConnection(route, this.#sessions, {
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

  /** An http server gets its requests from the proxy; an https server gets its bytes through a tunnel. */
  async #routeTo(origin: Origin, signal: AbortSignal): Promise<Route> {
    const proxy = this.routes.proxyFor(origin);
    const isPlain = origin.protocol === 'http:' && proxy?.origin.protocol !== 'https:';
    const secureContext = isPlain ? undefined : await this.routes.secureContext();
    if (proxy === undefined || origin.protocol === 'http:')
      return { origin, proxy, tunnel: undefined, secureContext };
    const either = AbortSignal.any([signal, this.#closing.signal]);
    const tunnel = await openTunnel(proxy, origin, secureContext, either);
    return { origin, proxy: undefined, tunnel, secureContext };
  }

  #freeAt({ protocol, hostname, port }: Origin): HttpConnection[] {
    const place = `${protocol}//${hostname}:${String(port ?? '')}`;
    const free = this.#free.get(place) ?? [];
    this.#free.set(place, free);
    return free;
  }
}
