import type { AnswerBody } from './answer.js';

/** What is handed out at once, but for the end of a body. Bytes. */
const PART_SIZE = 256 * 1024;
/** Parts that may wait for their reader before the connection is asked to wait. */
const WAITING_PARTS = 2;

/** Memories of `PART_SIZE` that no body is using: to fill one anew costs less than to get more and be rid of it. */
const spareMemories: ArrayBuffer[] = [];
/** Those that are kept for later. */
const MOST_SPARE = 32;
/** Parts that are smaller have memory of their own. Bytes. */
const SMALL_PART = 16 * 1024;

/** What a body needs of its connection. */
export interface BodySource {
  pause(): void;
  resume(): void;
  /** The rest is not wanted. */
  destroy(): void;
}

/**
 * The body of an answer between its connection, which brings it in small pieces of one memory, and its one reader, who
 * gets it in large parts. Each is the reader's until it asks for the next.
 */
export class ArrivingBody implements AnswerBody {
  readonly #source: BodySource;
  /** Bytes still to come; `undefined`: not known. */
  #left: number | undefined;
  readonly #parts: Buffer<ArrayBuffer>[] = [];
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
  room(): Buffer<ArrayBuffer> | undefined {
    if (this.#left === undefined || this.#parts.length >= WAITING_PARTS) return undefined;
    if (this.#filling === undefined && this.#left < SMALL_PART) return undefined;
    return this.#partFor(this.#left).subarray(this.#filled);
  }

  /** Takes a copy of what has not arrived in the body's room. */
  add(bytes: Uint8Array): void {
    if (this.#left === undefined) this.#hand(Buffer.from(bytes));
    else for (let rest = bytes; rest.length > 0;) rest = rest.subarray(this.#fill(rest, this.#left));
    if (this.#parts.length >= WAITING_PARTS) this.#source.pause();
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
        const part = this.#parts.shift();
        if (part !== undefined) {
          if (this.#end === undefined) this.#source.resume();
          yield part;
          giveBack(part);
        } else if (this.#end === 'whole') return;
        else if (this.#end !== undefined) throw this.#end.error;
        else await new Promise<void>((wake) => (this.#wake = wake));
      }
    } finally {
      this.destroy();
    }
  }

  /** As much as fits into the part that is being filled; returns how much that was. */
  #fill(bytes: Uint8Array, left: number): number {
    const part = this.#partFor(left);
    const some = bytes.subarray(0, part.length - this.#filled);
    if (!isAt(some, part, this.#filled)) part.set(some, this.#filled);
    this.#filled += some.length;
    this.#left = left - some.length;
    if (this.#filled === part.length) {
      [this.#filling, this.#filled] = [undefined, 0];
      this.#hand(part);
    }
    return some.length;
  }

  /** The part that is being filled, or a new one. */
  #partFor(left: number): Buffer<ArrayBuffer> {
    return (this.#filling ??= newPart(Math.min(left, PART_SIZE)));
  }

  #hand(part: Buffer<ArrayBuffer>): void {
    this.#parts.push(part);
    this.#wake?.();
  }
}

const isAt = (some: Uint8Array, part: Uint8Array, offset: number): boolean =>
  some.buffer === part.buffer && some.byteOffset === part.byteOffset + offset;

function newPart(size: number): Buffer<ArrayBuffer> {
  if (size < SMALL_PART) return Buffer.allocUnsafeSlow(size);
  return Buffer.from(spareMemories.pop() ?? Buffer.allocUnsafeSlow(PART_SIZE).buffer, 0, size);
}

function giveBack({ buffer }: Buffer<ArrayBuffer>): void {
  if (buffer.byteLength === PART_SIZE && spareMemories.length < MOST_SPARE) spareMemories.push(buffer);
}
