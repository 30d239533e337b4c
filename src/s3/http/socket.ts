import { connect, isIP, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { Origin } from './wireRequest.js';

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

/** Takes what arrives. */
export interface SocketReader {
  /** The memory of what has arrived is used again after the call, unless it was the reader's room. */
  read(bytes: Buffer): void;
  /** Where the next bytes had better arrive, so that nobody has to copy them; asked after each call of `read`. */
  room(): Buffer<ArrayBuffer> | undefined;
}

/**
 * Begins to connect. What arrives comes in memory that is used again: a stream would make a new buffer for every piece,
 * and half of the work of a download would be to get rid of them.
 */
export function openSocket(origin: Origin, sessions: SecureSessions, reader: SocketReader): Socket {
  const host = origin.hostname.replace(/^\[|\]$/g, '');
  const port = origin.port ?? (origin.protocol === 'https:' ? 443 : 80);
  const memory = Buffer.allocUnsafeSlow(READ_SIZE);
  let filling = memory;
  const onread = {
    buffer: (): Uint8Array => (filling = reader.room() ?? memory),
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
    ...(isIP(host) === 0 && { servername: host }),
    ...(session && { session }),
    ALPNProtocols: ['http/1.1'],
  });
  return socket.on('session', (fresh) => sessions.set(server, fresh));
}
