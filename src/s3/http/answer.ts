/** The answer to a request, of any status. */
export interface Answer {
  readonly statusCode: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AnswerBody;
}

/**
 * Bytes as they arrive. The reader reads to the end or destroys the body, otherwise the connection is never free. A
 * chunk is valid until the next one is requested: its buffer is used again.
 */
export interface AnswerBody extends AsyncIterable<Uint8Array> {
  /** Discards the rest, and closes the connection where there is one. */
  destroy(): unknown;
}
