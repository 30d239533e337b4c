/** The answer to a request, of whatever status. */
export interface Answer {
  readonly statusCode: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AnswerBody;
}

/**
 * Bytes as they arrive: read to their end, or destroyed, else their connection is kept for nothing. Each part is the
 * reader's until it asks for the next: its memory is used again.
 */
export interface AnswerBody extends AsyncIterable<Uint8Array> {
  /** Nobody wants the rest. Ends the connection where there is one. */
  destroy(): unknown;
}
