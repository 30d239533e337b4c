import { connect, isIP, type Socket } from 'node:net';
import { connect as connectSecurely, type SecureContext } from 'node:tls';
import type { HttpProxy } from './routes.js';
import type { Origin } from './httpRequest.js';

/** Bytes that are read at once. */
const READ_SIZE = 64 * 1024;
/** How long a silent connection is left before the system asks whether the other end is still there. */
const PROBE_AFTER_MS = 1_000;

/** The newest session of each server: the next connection to it begins with less arithmetic. */
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
  /** For http: what is asked to pass on each request. */
  readonly proxy: HttpProxy | undefined;
  /** For https: what passes on every byte. */
  readonly tunnel: Socket | undefined;
  readonly secureContext: SecureContext | undefined;
}

/** Without the brackets of an IPv6 address. */
export const hostOf = ({ hostname }: Origin): string => hostname.replace(/^\[|\]$/g, '');
export const portOf = ({ protocol, port }: Origin): number => port ?? (protocol === 'https:' ? 443 : 80);

/** Takes what arrives. */
export interface SocketReader {
  /** The memory of what has arrived is used again after the call, unless it was the reader's room. */
  read(bytes: Buffer): void;
  /** Where the next bytes had better arrive, so that nobody has to copy them; asked after each call of `read`. */
  nextBuffer(): Buffer<ArrayBuffer> | undefined;
}

/**
 * Begins to connect. What arrives comes in memory that is used again: a stream would make a new buffer for every piece,
 * and half of the work of a download would be to get rid of them.
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
    // Node reads into memory of ours only where it makes the connection itself.
    socket.on('data', (bytes: Buffer) => reader.read(bytes));
    socket.once('close', () => tunnel.destroy());
  }
  return socket.on('session', (fresh) => sessions.set(server, fresh));
}
