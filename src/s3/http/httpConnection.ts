import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Answer } from './answer.js';
import type { AnswerHead } from './answerHead.js';
import { AnswerReader } from './answerReader.js';
import { Exchange } from './exchange.js';
import { openSocket, type SecureSessions, type Route } from './socket.js';
import {
  CONNECT_TIMEOUT_MS,
  endIfLate,
  HANDSHAKE_TIMEOUT_MS,
  IDLE_TIMEOUT_MS,
  timedOut,
} from './timeouts.js';
import { originText } from './routes.js';
import { headOf, type HttpRequest } from './httpRequest.js';

/** A server closes an idle connection at the announced time; a request on its way at that moment is lost. */
const BEFORE_ITS_END_MS = 1_000;

/** The interval of the clock that measures how long an answer takes. */
const CLOCK_MS = 5_000;

/** Events of a connection. */
export interface ConnectionWatch {
  /** The connection can carry the next request. */
  free(): void;
  /** The connection is closed. Called once. */
  gone(): void;
}

/** One connection to a server. It carries one request after the other. */
export class HttpConnection {
  readonly #socket: Socket;
  readonly #reader = new AnswerReader();
  readonly #watch: ConnectionWatch;
  readonly #route: Route;
  #exchange: Exchange | undefined;
  /** When the server will close the connection, by this process's clock; valid while no request is in progress. */
  #endsAtMs = Infinity;

  constructor(route: Route, sessions: SecureSessions, watch: ConnectionWatch) {
    this.#watch = watch;
    this.#route = route;
    const socket = openSocket(route, sessions, {
      read: (bytes) => this.#read(bytes),
      nextBuffer: () => this.#reader.nextBuffer(),
    });
    const makeSecure = (): NodeJS.Timeout =>
      endIfLate(socket, 'could not establish a connection that is secure', HANDSHAKE_TIMEOUT_MS);
    let begins =
      route.tunnel === undefined
        ? endIfLate(socket, 'could not establish a connection', CONNECT_TIMEOUT_MS)
        : makeSecure();
    socket.once('connect', () => {
      clearTimeout(begins);
      if (socket instanceof TLSSocket) begins = makeSecure();
    });
    socket.once('secureConnect', () => clearTimeout(begins));
    const clock = setInterval(() => this.#exchange?.tick(CLOCK_MS), CLOCK_MS).unref();
    socket.setTimeout(IDLE_TIMEOUT_MS, () => socket.destroy(timedOut('no answer', IDLE_TIMEOUT_MS)));
    socket.on('error', (error) => this.#exchange?.fail(error));
    socket.once('close', () => {
      clearTimeout(begins);
      clearInterval(clock);
      if (!this.#reader.close()) this.#exchange?.fail(hungUp());
      watch.gone();
    });
    this.#socket = socket;
  }

  /** Whether the server is expected to accept another request. */
  get isFresh(): boolean {
    return this.#socket.writable && performance.now() < this.#endsAtMs;
  }

  /**
   * Requires a connection that is new or free. Resolves with the head of the answer; the body follows as it is read.
   * The signal aborts both. Rejects with an `AbortError`, the error of the connection, or `MalformedAnswer`.
   */
  send(request: HttpRequest, signal: AbortSignal): Promise<Answer> {
    const head = headOf(this.#asItIsSent(request));
    return new Promise((resolve, reject) => {
      const exchange = new Exchange(this.#socket, signal, {
        answered: resolve,
        failed: reject,
        ended: (last, canGoOn) => this.#release(last, canGoOn),
      });
      this.#exchange = exchange;
      this.#reader.await(request.method, exchange);
      this.#socket.ref();
      this.#write(head, request.body);
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** A proxy needs the whole URL and the credentials for itself. */
  #asItIsSent(request: HttpRequest): HttpRequest {
    const { proxy, origin } = this.#route;
    if (proxy === undefined) return request;
    const { authorization } = proxy;
    return {
      ...request,
      path: `${originText(origin)}${request.path}`,
      headers: {
        ...request.headers,
        ...(authorization !== undefined && { 'proxy-authorization': authorization }),
      },
    };
  }

  #write(head: string, body: Uint8Array | undefined): void {
    if (body === undefined || body.length === 0) {
      this.#socket.write(head, 'latin1');
      return;
    }
    this.#socket.cork();
    this.#socket.write(head, 'latin1');
    this.#socket.write(body);
    this.#socket.uncork();
  }

  #read(bytes: Buffer): void {
    try {
      this.#reader.read(bytes);
    } catch (error) {
      this.#socket.destroy(error as Error);
    }
  }

  #release({ headers }: AnswerHead, canGoOn: boolean): void {
    this.#exchange = undefined;
    // An answer that arrives before the request is sent is an error; the server would take the rest of the request
    // for the next one.
    if (!canGoOn || this.#socket.writableLength > 0) {
      this.#socket.destroy();
      return;
    }
    const seconds = /\btimeout=(\d+)/.exec(headers['keep-alive'] ?? '')?.[1];
    this.#endsAtMs =
      seconds === undefined ? Infinity : performance.now() + Number(seconds) * 1000 - BEFORE_ITS_END_MS;
    // An idle connection must not keep the process alive.
    this.#socket.unref();
    this.#watch.free();
  }
}

/** Has the name and the code that Node gives a connection that the other end closed too early. */
const hungUp = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
