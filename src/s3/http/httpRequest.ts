/** Where a request is sent. */
export interface Origin {
  readonly protocol: 'http:' | 'https:';
  /** A name or an address; an IPv6 address with or without brackets. */
  readonly hostname: string;
  readonly port: number | undefined;
}

/** A request as it is sent. */
export interface HttpRequest {
  readonly origin: Origin;
  readonly method: string;
  /** Encoded, including the query. */
  readonly path: string;
  /** Include `host`, and `content-length` where there is a body. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
}

/** A line break in either would begin another header, or another request. */
const PATH = /^[!-~]+$/;
const VALUE = /^[\t -~\x80-\xff]*$/;

/** The head of a request, in Latin-1. Throws an `Error` for characters that a path or a header value cannot hold. */
export function headOf({ method, path, headers }: HttpRequest): string {
  if (!PATH.test(path)) throw new Error(`“${path}” cannot be the path of a request`);
  let head = `${method} ${path} HTTP/1.1\r\nconnection: keep-alive\r\n`;
  for (const name in headers) {
    const value = headers[name] ?? '';
    if (!VALUE.test(value)) throw new Error(`“${value}” cannot be the value of the header ${name}`);
    head += `${name}: ${value}\r\n`;
  }
  return `${head}\r\n`;
}
