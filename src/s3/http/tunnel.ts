import { connect, type Socket } from 'node:net';
import { connect as connectSecurely, type SecureContext } from 'node:tls';
import { MalformedAnswer, readHead } from './answerHead.js';
import { authorityOf, type HttpProxy } from './routes.js';
import { hostOf, portOf } from './socket.js';
import { CONNECT_TIMEOUT_MS, endIfLate, HANDSHAKE_TIMEOUT_MS } from './timeouts.js';
import type { Origin } from './httpRequest.js';

/** A proxy refused the tunnel. */
export class ProxyRefusal extends Error {
  readonly code = 'ERR_PROXY_REFUSED';

  constructor(readonly status: number) {
    super(`the proxy answered ${String(status)}`);
  }
}

/** Longer than any head that a proxy sends. Bytes. */
const HEAD_LIMIT = 64 * 1024;
const END_OF_HEAD = '\r\n\r\n';

/**
 * Asks a proxy for a tunnel to a server. Resolves with a connection on which no byte of the server has arrived.
 * Rejects with an `AbortError`, `ProxyRefusal`, or the error of the connection.
 */
export function openTunnel(
  { origin, authorization }: HttpProxy,
  target: Origin,
  secureContext: SecureContext | undefined,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTo(origin, secureContext);
    const settle = (): void => {
      clearTimeout(late);
      signal.removeEventListener('abort', abort);
      socket.off('data', read).off('error', fail).off('close', closed);
    };
    const fail = (error: Error): void => {
      settle();
      socket.on('error', () => undefined).destroy();
      reject(error);
    };
    const abort = (): void =>
      fail(Object.assign(new Error('the request was aborted'), { name: 'AbortError' }));
    const closed = (): void => fail(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    let late = endIfLate(socket, 'could not establish a connection', CONNECT_TIMEOUT_MS);
    socket.once('connect', () => {
      clearTimeout(late);
      late = endIfLate(socket, 'could not establish a connection to the server', HANDSHAKE_TIMEOUT_MS);
    });
    let head = Buffer.alloc(0);
    const read = (bytes: Buffer): void => {
      head = Buffer.concat([head, bytes]);
      const end = head.indexOf(END_OF_HEAD);
      if (end < 0 && head.length < HEAD_LIMIT) return;
      try {
        const { statusCode } = readHead(head.toString('latin1', 0, end));
        if (statusCode < 200 || statusCode > 299) throw new ProxyRefusal(statusCode);
        if (end + END_OF_HEAD.length !== head.length)
          throw new MalformedAnswer('a proxy speaks for the server');
      } catch (error) {
        fail(error as Error);
        return;
      }
      settle();
      resolve(socket);
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.on('data', read).on('error', fail).on('close', closed);
    socket.write(connectHead(authorityOf(target), authorization), 'latin1');
  });
}

function connectTo(origin: Origin, secureContext: SecureContext | undefined): Socket {
  const place = { host: hostOf(origin), port: portOf(origin), noDelay: true, keepAlive: true };
  if (origin.protocol === 'http:') return connect(place);
  return connectSecurely({
    ...place,
    ...(secureContext && { secureContext }),
    servername: hostOf(origin),
    ALPNProtocols: ['http/1.1'],
  });
}

function connectHead(authority: string, authorization: string | undefined): string {
  const proof = authorization === undefined ? '' : `proxy-authorization: ${authorization}\r\n`;
  return `CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n${proof}${END_OF_HEAD.slice(2)}`;
}
