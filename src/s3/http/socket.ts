import { connect, isIP, type Socket } from 'node:net';
import { connect as connectSecurely, type SecureContext } from 'node:tls';
import type { HttpProxy } from './routes.js';
import type { Origin } from './httpRequest.js';

/** The size of one read. Bytes. */
const READ_SIZE = 64 * 1024;
/** The silence after which the system probes whether the other end is still there. */
const PROBE_AFTER_MS = 1_000;

/** The newest TLS session of each server, which makes the next handshake cheaper. */
export class SecureSessions {
  readonly #sessions = new Map<string, Buffer>();

  get(server: string): Buffer | undefined {
    return this.#sessions.get(server);
  }

  set(server: string, session: Buffer): void {
    this.#sessions.set(server, session);
  }
}

/** How one server is reached. */
export interface Route {
  readonly origin: Origin;
  /** For http: the proxy that forwards each request. */
  readonly proxy: HttpProxy | undefined;
  /** For https: the tunnel that carries every byte. */
  readonly tunnel: Socket | undefined;
  readonly secureContext: SecureContext | undefined;
}

/** Without the brackets of an IPv6 address. */
export const hostOf = ({ hostname }: Origin): string => hostname.replace(/^\[|\]$/g, '');
export const portOf = ({ protocol, port }: Origin): number => port ?? (protocol === 'https:' ? 443 : 80);

/** Receives what arrives. */
export interface SocketReader {
  /** The buffer is used again after the call, unless it is the one that `nextBuffer` returned. */
  read(bytes: Buffer): void;
  /** Where to put the next bytes, so that nobody has to copy them; called after each `read`. */
  nextBuffer(): Buffer<ArrayBuffer> | undefined;
}

/**
 * Begins to connect. Reads into buffers that are used again: a stream would allocate one for every piece, and
 * collecting them would be half of the work of a download.
 */
export function openSocket(route: Route, sessions: SecureSessions, reader: SocketReader): Socket {
  const { tunnel, secureContext } = route;
  const origin = route.proxy?.origin ?? route.origin;
  const [host, port] = [hostOf(origin), portOf(origin)];
  const memory = Buffer.allocUnsafeSlow(READ_SIZE);
  let filling = memory;
  const onread = {
    buffer: (): Uint8Array => (filling = reader.nextBuffer() ?? memory),
    callback: (length: number): boolean => {
      reader.read(filling.subarray(0, length));
      return true;
    },
  };
  const options = {
    host,
    port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: PROBE_AFTER_MS,
    onread,
  };
  if (origin.protocol === 'http:') return connect(options);
  const server = `${host}:${String(port)}`;
  const session = sessions.get(server);
  const socket = connectSecurely({
    ...options,
    ...(tunnel && { socket: tunnel }),
    ...(secureContext && { secureContext }),
    ...(isIP(host) === 0 && { servername: host }),
    ...(session && { session }),
    ALPNProtocols: ['http/1.1'],
  });
  if (tunnel !== undefined) {
    // Node reads into our buffer only on a connection that it makes itself.
    socket.on('data', (bytes: Buffer) => reader.read(bytes));
    socket.once('close', () => tunnel.destroy());
  }
  return socket.on('session', (fresh) => sessions.set(server, fresh));
}
