import type { Socket } from 'node:net';
import type { Answer } from './answer.js';
import type { AnswerHead } from './answerHead.js';
import type { AnswerSink } from './answerReader.js';
import { ArrivingBody } from './arrivingBody.js';
import { HEAD_TIMEOUT_MS, timedOut } from './timeouts.js';

export interface ExchangeEnds {
  /** The head has arrived; the body follows as it is read. */
  answered(answer: Answer): void;
  /** The exchange failed before the head. */
  failed(error: Error): void;
  /** The whole answer has arrived. */
  ended(head: AnswerHead, canGoOn: boolean): void;
}

/**
 * One request and its answer. The signal closes the connection until the last byte of the body has arrived, because
 * the reader of a document gets nothing before its end.
 */
export class Exchange implements AnswerSink {
  #arriving: { readonly head: AnswerHead; readonly body: ArrivingBody } | undefined;
  #waitedMs = 0;

  constructor(
    private readonly socket: Socket,
    private readonly signal: AbortSignal,
    private readonly ends: ExchangeEnds,
  ) {
    signal.addEventListener('abort', this.#abort, { once: true });
  }

  /**
   * Adds the time since the last tick. It counts once the request has been sent: interim answers, or a byte now and
   * then, are no answer. One clock per connection: a timer per request would cost too much.
   */
  tick(ms: number): void {
    const isWaiting = this.#arriving === undefined && this.socket.writableLength === 0;
    this.#waitedMs = isWaiting ? this.#waitedMs + ms : 0;
    if (this.#waitedMs >= HEAD_TIMEOUT_MS) this.socket.destroy(timedOut('no answer', HEAD_TIMEOUT_MS));
  }

  head(head: AnswerHead, length: number | undefined): void {
    const body = new ArrivingBody(length, this.socket);
    this.#arriving = { head, body };
    this.ends.answered({ statusCode: head.statusCode, headers: head.headers, body });
  }

  bytes(bytes: Uint8Array): void {
    this.#arriving?.body.add(bytes);
  }

  nextBuffer(): Buffer<ArrayBuffer> | undefined {
    return this.#arriving?.body.nextBuffer();
  }

  end(canGoOn: boolean): void {
    if (this.#arriving === undefined) return;
    this.signal.removeEventListener('abort', this.#abort);
    const { head, body } = this.#arriving;
    body.finish();
    this.ends.ended(head, canGoOn);
  }

  /** The connection has failed. */
  fail(error: Error): void {
    this.signal.removeEventListener('abort', this.#abort);
    if (this.#arriving === undefined) this.ends.failed(error);
    else this.#arriving.body.fail(error);
  }

  readonly #abort = (): void => void this.socket.destroy(aborted());
}

const aborted = (): Error =>
  Object.assign(new Error('the request was aborted'), { name: 'AbortError', code: 'ABORT_ERR' });
