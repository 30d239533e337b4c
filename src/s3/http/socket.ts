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

/**
 * Begins to connect. `read` is given what arrives in one memory that is used again after the call: a stream would make
 * a new buffer for every piece, and half of the work of a download would be to get rid of them.
 */
export function openSocket(origin: Origin, sessions: SecureSessions, read: (bytes: Buffer) => void): Socket {
  const host = origin.hostname.replace(/^\[|\]$/g, '');
  const port = origin.port ?? (origin.protocol === 'https:' ? 443 : 80);
  const buffer = Buffer.allocUnsafeSlow(READ_SIZE);
  const onread = {
    buffer,
    callback: (length: number): boolean => {
      read(buffer.subarray(0, length));
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
