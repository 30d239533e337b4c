import { MalformedAnswer, readHead, type AnswerHead } from './answerHead.js';

/** Receives one answer, in the order of the calls: one head, bytes, one end. */
export interface AnswerSink {
  /** `length` of the body in bytes; `undefined` where only the end of the body tells it. */
  head(head: AnswerHead, length: number | undefined): void;
  /**
   * Bytes of the body. Their buffer is used again after the call, unless it is the one that `nextBuffer` returned.
   */
  bytes(bytes: Uint8Array): void;
  /** Where to put the next bytes of a body of known length: no larger than what is still to come. */
  nextBuffer(): Buffer<ArrayBuffer> | undefined;
  /** `canGoOn`: whether the connection may carry another request. */
  end(canGoOn: boolean): void;
}

/** Longer than any head that a server sends. Bytes. */
const HEAD_LIMIT = 64 * 1024;
/** The longest line before a chunk, with its extensions. Bytes. */
const CHUNK_LINE_LIMIT = 1024;
/** The longest trailer after the last chunk. Bytes. */
const TRAILER_LIMIT = HEAD_LIMIT;
/** More interim answers than any server sends. */
const INTERIM_LIMIT = 32;

const END_OF_HEAD = '\r\n\r\n';
const END_OF_LINE = '\r\n';

/**
 * Parses the answers on one connection, one after the other, from pieces of any size
 * (https://www.rfc-editor.org/rfc/rfc9112). Strict: an answer that could be understood in two ways is refused.
 */
export class AnswerReader {
  /** What the next bytes are; `nothing`: no answer is expected. */
  #state: 'nothing' | 'head' | 'sized' | 'chunk line' | 'chunk' | 'chunk end' | 'trailer' | 'until the end' =
    'nothing';
  #method = '';
  #sink: AnswerSink | undefined;
  #canGoOn = false;
  /** Of a body or a chunk: the bytes still to come. Of a trailer: the bytes that may still come. */
  #left = 0;
  /** Interim answers to the current request. */
  #interim = 0;
  /** The beginning of a line or a head whose end has not arrived. */
  #pending: Buffer | undefined;

  /** Expects the answer to a request of this method. */
  await(method: string, sink: AnswerSink): void {
    [this.#method, this.#sink, this.#state, this.#interim] = [method, sink, 'head', 0];
  }

  /** Throws `MalformedAnswer`; the connection must then be closed, because nothing that follows can be trusted. */
  read(arrived: Buffer): void {
    let bytes = arrived;
    while (bytes.length > 0) bytes = this.#readSome(bytes);
  }

  /**
   * Where to put the next bytes; `undefined` for a chunked body, whose bytes arrive with the lengths of its chunks.
   */
  nextBuffer(): Buffer<ArrayBuffer> | undefined {
    return this.#state === 'sized' ? this.#sink?.nextBuffer() : undefined;
  }

  /** The server has closed the connection. Returns whether that completes the answer; the sink then gets its end. */
  close(): boolean {
    if (this.#state !== 'until the end') return false;
    this.#end();
    return true;
  }

  /** Returns the bytes that are left. */
  #readSome(bytes: Buffer): Buffer {
    switch (this.#state) {
      case 'nothing':
        throw new MalformedAnswer('there are bytes beyond the end of the answer');
      case 'head':
        return this.#readHead(bytes);
      case 'sized':
      case 'chunk':
        return this.#readSized(bytes);
      case 'chunk line':
        return this.#readLine(bytes, (line) => this.#beginChunk(line));
      case 'chunk end':
        return this.#readLine(bytes, (line) => {
          if (line !== '') throw new MalformedAnswer('a chunk is longer than it says');
          this.#state = 'chunk line';
        });
      case 'trailer':
        return this.#readLine(bytes, (line) => {
          this.#left -= line.length + END_OF_LINE.length;
          if (line === '') this.#end();
          else if (this.#left < 0) throw new MalformedAnswer('its trailer has no end');
        });
      case 'until the end':
        this.#sink?.bytes(bytes);
        return bytes.subarray(bytes.length);
    }
  }

  #readHead(bytes: Buffer): Buffer {
    const found = this.#upTo(END_OF_HEAD, bytes, HEAD_LIMIT);
    if (found === undefined) return NOTHING;
    const head = readHead(found.text);
    const { statusCode, framing, isKept } = head;
    // The final answer follows an interim one.
    if (statusCode < 200 && statusCode !== 101) {
      if (++this.#interim > INTERIM_LIMIT) throw new MalformedAnswer('it is put off again and again');
      return found.rest;
    }
    this.#canGoOn = isKept;
    const hasBody = this.#method !== 'HEAD' && statusCode !== 204 && statusCode !== 304;
    const length = hasBody ? framing : 0;
    this.#sink?.head(head, typeof length === 'number' ? length : undefined);
    if (length === 0) this.#end();
    else if (length === 'chunked') this.#state = 'chunk line';
    else if (length === 'until the end') [this.#state, this.#canGoOn] = [length, false];
    else [this.#state, this.#left] = ['sized', length];
    return found.rest;
  }

  #readSized(bytes: Buffer): Buffer {
    const some = bytes.length > this.#left ? bytes.subarray(0, this.#left) : bytes;
    this.#left -= some.length;
    this.#sink?.bytes(some);
    if (this.#left === 0) {
      if (this.#state === 'chunk') this.#state = 'chunk end';
      else this.#end();
    }
    return bytes.subarray(some.length);
  }

  #beginChunk(line: string): void {
    const size = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
    if (size === undefined) throw new MalformedAnswer('a chunk does not say how long it is');
    this.#left = parseInt(size, 16);
    if (this.#left > 0) this.#state = 'chunk';
    else [this.#state, this.#left] = ['trailer', TRAILER_LIMIT];
  }

  #readLine(bytes: Buffer, read: (line: string) => void): Buffer {
    const found = this.#upTo(END_OF_LINE, bytes, CHUNK_LINE_LIMIT);
    if (found === undefined) return NOTHING;
    read(found.text);
    return found.rest;
  }

  /**
   * The text before a mark and the bytes after it. Where the mark has not arrived, keeps the bytes and returns
   * `undefined`.
   */
  #upTo(mark: string, bytes: Buffer, limit: number): { text: string; rest: Buffer } | undefined {
    const before = this.#pending?.length ?? 0;
    const all = this.#pending === undefined ? bytes : Buffer.concat([this.#pending, bytes]);
    const end = all.indexOf(mark, Math.max(0, before - mark.length), 'latin1');
    if (end < 0 && all.length <= limit) {
      // The connection uses its buffer again.
      this.#pending = all === bytes ? Buffer.from(bytes) : all;
      return undefined;
    }
    if (end < 0 || end > limit) throw new MalformedAnswer('a line or a head has no end');
    this.#pending = undefined;
    return { text: all.toString('latin1', 0, end), rest: all.subarray(end + mark.length) };
  }

  #end(): void {
    const sink = this.#sink;
    [this.#state, this.#sink] = ['nothing', undefined];
    sink?.end(this.#canGoOn);
  }
}

const NOTHING = Buffer.alloc(0);
