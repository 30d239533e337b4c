/** What a server sent is no answer of HTTP/1, or one that could be understood in two ways. */
export class MalformedAnswer extends Error {
  /** In the manner of Node's own reader. */
  readonly code = 'HPE_MALFORMED';
}
