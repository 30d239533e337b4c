import type { AnswerBody } from './answer.js';

/** The size of the buffers that the reader gets, except for the last of a body. Bytes. */
const BUFFER_SIZE = 256 * 1024;
/** Filled buffers that may wait for the reader before the connection is paused. */
const MAX_WAITING_BUFFERS = 2;

/**
 * Buffers of `BUFFER_SIZE` that no body is using. Filling one again costs less than allocating and collecting
 * another.
 */
const pool: ArrayBuffer[] = [];
/** The most buffers that the pool keeps. */
const MAX_POOLED = 32;
/** Smaller buffers are not taken from the pool. Bytes. */
const MIN_POOLED_SIZE = 16 * 1024;

/** What a body needs from its connection. */
export interface BodySource {
  pause(): void;
  resume(): void;
  /** Discards the rest of the body. */
  destroy(): void;
}

/**
 * The body of an answer. The connection brings it in small pieces of one buffer; its one reader gets it in large
 * buffers, each of which is valid until the reader asks for the next.
 */
export class ArrivingBody implements AnswerBody {
  readonly #source: BodySource;
  /** Bytes still to come; `undefined`: unknown. */
  #left: number | undefined;
  readonly #ready: Buffer<ArrayBuffer>[] = [];
  #filling: Buffer<ArrayBuffer> | undefined;
  #filled = 0;
  #end: 'whole' | { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;

  /** `length` in bytes; `undefined`: unknown. */
  constructor(length: number | undefined, source: BodySource) {
    this.#left = length;
    this.#source = source;
  }

  /** Where the connection should put the next bytes of a large body. The caller passes the filled bytes to `add`. */
  nextBuffer(): Buffer<ArrayBuffer> | undefined {
    if (this.#left === undefined || this.#ready.length >= MAX_WAITING_BUFFERS) return undefined;
    if (this.#filling === undefined && this.#left < MIN_POOLED_SIZE) return undefined;
    return this.#bufferFor(this.#left).subarray(this.#filled);
  }

  /** Copies the bytes unless they arrived in `nextBuffer`. */
  add(bytes: Uint8Array): void {
    if (this.#left === undefined) this.#hand(Buffer.from(bytes));
    else for (let rest = bytes; rest.length > 0;) rest = rest.subarray(this.#fill(rest, this.#left));
    if (this.#ready.length >= MAX_WAITING_BUFFERS) this.#source.pause();
  }

  /** The body is complete; the connection may carry another answer now. */
  finish(): void {
    if (this.#end !== undefined) return;
    this.#end = 'whole';
    this.#source.resume();
    this.#wake?.();
  }

  /** The body breaks off; the reader gets the error after the bytes that did arrive. */
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

  /** Copies what fits into the current buffer; returns how many bytes that was. */
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

  /** The buffer that is being filled; allocates one if there is none. */
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
