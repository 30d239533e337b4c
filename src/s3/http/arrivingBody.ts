import type { AnswerBody } from './answer.js';

/** What is handed out at once, but for the end of a body. Bytes. */
const BUFFER_SIZE = 256 * 1024;
/** Buffers that may wait for their reader before the connection is asked to wait. */
const MAX_WAITING_BUFFERS = 2;

/** Memories of `BUFFER_SIZE` that no body is using: to fill one anew costs less than to get more and be rid of it. */
const pool: ArrayBuffer[] = [];
/** Those that are kept for later. */
const MAX_POOLED = 32;
/** Buffers that are smaller have memory of their own. Bytes. */
const MIN_POOLED_SIZE = 16 * 1024;

/** What a body needs of its connection. */
export interface BodySource {
  pause(): void;
  resume(): void;
  /** The rest is not wanted. */
  destroy(): void;
}

/**
 * The body of an answer between its connection, which brings it in small pieces of one memory, and its one reader, who
 * gets it in large buffers. Each is the reader's until it asks for the next.
 */
export class ArrivingBody implements AnswerBody {
  readonly #source: BodySource;
  /** Bytes still to come; `undefined`: not known. */
  #left: number | undefined;
  readonly #ready: Buffer<ArrayBuffer>[] = [];
  #filling: Buffer<ArrayBuffer> | undefined;
  #filled = 0;
  #end: 'whole' | { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;

  /** `length` in bytes, where it is known. */
  constructor(length: number | undefined, source: BodySource) {
    this.#left = length;
    this.#source = source;
  }

  /** Where the next bytes of a large body had better arrive; to be given to `add` with what has come. */
  nextBuffer(): Buffer<ArrayBuffer> | undefined {
    if (this.#left === undefined || this.#ready.length >= MAX_WAITING_BUFFERS) return undefined;
    if (this.#filling === undefined && this.#left < MIN_POOLED_SIZE) return undefined;
    return this.#bufferFor(this.#left).subarray(this.#filled);
  }

  /** Takes a copy of what has not arrived in the body's room. */
  add(bytes: Uint8Array): void {
    if (this.#left === undefined) this.#hand(Buffer.from(bytes));
    else for (let rest = bytes; rest.length > 0;) rest = rest.subarray(this.#fill(rest, this.#left));
    if (this.#ready.length >= MAX_WAITING_BUFFERS) this.#source.pause();
  }

  /** All of it has come: the connection is another's now. */
  finish(): void {
    if (this.#end !== undefined) return;
    this.#end = 'whole';
    this.#source.resume();
    this.#wake?.();
  }

  /** No more of it will come; the reader gets the error after what has. */
  fail(error: unknown): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  destroy(): void {
    if (this.#end !== undefined) return;
    this.#source.destroy();
    this.fail(Object.assign(new Error('nobody wanted the rest'), { code: 'ERR_STREAM_PREMATURE_CLOSE' }));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const buffer = this.#ready.shift();
        if (buffer !== undefined) {
          if (this.#end === undefined) this.#source.resume();
          yield buffer;
          giveBack(buffer);
        } else if (this.#end === 'whole') return;
        else if (this.#end !== undefined) throw this.#end.error;
        else await new Promise<void>((wake) => (this.#wake = wake));
      }
    } finally {
      this.destroy();
    }
  }

  /** As much as fits into the buffer that is being filled; returns how much that was. */
  #fill(bytes: Uint8Array, left: number): number {
    const buffer = this.#bufferFor(left);
    const some = bytes.subarray(0, buffer.length - this.#filled);
    if (!isAt(some, buffer, this.#filled)) buffer.set(some, this.#filled);
    this.#filled += some.length;
    this.#left = left - some.length;
    if (this.#filled === buffer.length) {
      [this.#filling, this.#filled] = [undefined, 0];
      this.#hand(buffer);
    }
    return some.length;
  }

  /** The buffer that is being filled, or a new one. */
  #bufferFor(left: number): Buffer<ArrayBuffer> {
    return (this.#filling ??= newBuffer(Math.min(left, BUFFER_SIZE)));
  }

  #hand(buffer: Buffer<ArrayBuffer>): void {
    this.#ready.push(buffer);
    this.#wake?.();
  }
}

const isAt = (some: Uint8Array, buffer: Uint8Array, offset: number): boolean =>
  some.buffer === buffer.buffer && some.byteOffset === buffer.byteOffset + offset;

function newBuffer(size: number): Buffer<ArrayBuffer> {
  if (size < MIN_POOLED_SIZE) return Buffer.allocUnsafeSlow(size);
  return Buffer.from(pool.pop() ?? Buffer.allocUnsafeSlow(BUFFER_SIZE).buffer, 0, size);
}

function giveBack({ buffer }: Buffer<ArrayBuffer>): void {
  if (buffer.byteLength === BUFFER_SIZE && pool.length < MAX_POOLED) pool.push(buffer);
}
