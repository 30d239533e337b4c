import { Agent, type AgentOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect, type ConnectionOptions } from 'node:tls';
import type { Routes } from '../http/routes.js';
import { openTunnel } from '../http/tunnel.js';
import type { Origin } from '../http/httpRequest.js';

/** Makes the TLS connections of Node's client over the same routes as our own connections. */
export class RoutedAgent extends Agent {
  readonly #closing = new AbortController();

  constructor(
    options: AgentOptions,
    private readonly routes: Routes,
  ) {
    super(options);
  }

  override createConnection(
    options: ConnectionOptions,
    callback: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    this.#connect(options).then(
      (socket) => callback(null, socket),
      // Where there is an error, Node does not look at the socket.
      (error: unknown) => callback(error as Error, undefined as unknown as Duplex),
    );
  }

  override destroy(): void {
    this.#closing.abort();
    super.destroy();
  }

  async #connect(options: ConnectionOptions): Promise<Duplex> {
    const { host = '', port } = options;
    const origin: Origin = { protocol: 'https:', hostname: host, port };
    const secureContext = await this.routes.secureContext();
    const secure = { ...options, ...(secureContext && { secureContext }), ALPNProtocols: ['http/1.1'] };
    const proxy = this.routes.proxyFor(origin);
    if (proxy === undefined) return connect(secure);
    const socket = await openTunnel(proxy, origin, secureContext, this.#closing.signal);
    return connect({ ...secure, socket });
  }
}
