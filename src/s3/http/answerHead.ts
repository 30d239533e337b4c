/** The server sent something that is not HTTP/1, or that could be understood in two ways. */
export class MalformedAnswer extends Error {
  /** Named like the errors of Node's own parser. */
  readonly code = 'HPE_MALFORMED';
}

/** What an answer says before its body: the status line and the headers. */
export interface AnswerHead {
  readonly statusCode: number;
  /** Names in lower case. The values of a repeated header are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The length of the body, if there is one: in bytes, in chunks that carry their lengths, or until the connection
   * closes.
   */
  readonly framing: number | 'chunked' | 'until the end';
  /** Whether the server keeps the connection open. */
  readonly isKept: boolean;
}

const STATUS_LINE = /^HTTP\/1\.([01]) (\d{3})(?: |$)/;
const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const LENGTH = /^\d{1,15}$/;

/** `text` excludes the empty line at its end. Throws `MalformedAnswer`. */
export function readHead(text: string): AnswerHead {
  const [first = '', ...lines] = text.split('\r\n');
  const [, minor, status] = STATUS_LINE.exec(first) ?? [];
  if (status === undefined) throw new MalformedAnswer('it does not begin as an answer of HTTP/1 does');
  // Without a prototype: a header may be named like a property that every object has.
  const headers = Object.create(null) as Record<string, string>;
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    // This also refuses the obsolete continuation lines, which begin with a space.
    if (colon < 0 || !NAME.test(name)) throw new MalformedAnswer('a line of its head is no header');
    const value = line.slice(colon + 1).trim();
    const former = headers[name];
    headers[name] = former === undefined ? value : `${former}, ${value}`;
  }
  const isKept = minor === '1' && !/\bclose\b/i.test(headers['connection'] ?? '');
  return { statusCode: Number(status), headers, framing: framingOf(headers), isKept };
}

function framingOf(headers: Readonly<Record<string, string>>): AnswerHead['framing'] {
  const { 'transfer-encoding': encoding, 'content-length': length } = headers;
  if (encoding === undefined) {
    if (length === undefined) return 'until the end';
    if (!LENGTH.test(length)) throw new MalformedAnswer(`its length is “${length}”`);
    return Number(length);
  }
  if (length !== undefined) throw new MalformedAnswer('it says in two ways how long it is');
  if (encoding.toLowerCase() !== 'chunked') throw new MalformedAnswer(`it is encoded as “${encoding}”`);
  return 'chunked';
}
