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

/** A server closes an idle connection when it said it would; a request that is on its route then is lost. */
const BEFORE_ITS_END_MS = 1_000;

/** How exactly the time of an answer is taken. */
const CLOCK_MS = 5_000;

/** Told by a connection of itself. */
export interface ConnectionWatch {
  /** It can carry the next request. */
  free(): void;
  /** It is over. Called once. */
  gone(): void;
}

/** One connection to a server, for one request after the other. */
export class HttpConnection {
  readonly #socket: Socket;
  readonly #reader = new AnswerReader();
  readonly #watch: ConnectionWatch;
  readonly #route: Route;
  #exchange: Exchange | undefined;
  /** When the server is about to close it, by this process's clock; while no request is under route. */
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

  /** Whether the server can be expected to take another request. */
  get isFresh(): boolean {
    return this.#socket.writable && performance.now() < this.#endsAtMs;
  }

  /**
   * For a connection that is new or free. Resolves with the head of the answer; its body comes as it is read. The signal
   * ends both. Rejects with an `AbortError`, with what the connection broke with, or `MalformedAnswer`.
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

  /** A proxy is told the whole address, and who asks. */
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
    // An answer that comes before the request has gone out is a refusal; the rest would be taken for the next request.
    if (!canGoOn || this.#socket.writableLength > 0) {
      this.#socket.destroy();
      return;
    }
    const seconds = /\btimeout=(\d+)/.exec(headers['keep-alive'] ?? '')?.[1];
    this.#endsAtMs =
      seconds === undefined ? Infinity : performance.now() + Number(seconds) * 1000 - BEFORE_ITS_END_MS;
    // Nobody is to wait for a connection that does nothing.
    this.#socket.unref();
    this.#watch.free();
  }
}

/** Of the name and the code that Node gives a connection which the other end has closed too early. */
const hungUp = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
