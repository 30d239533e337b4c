/** Where a request goes. */
export interface Origin {
  readonly protocol: 'http:' | 'https:';
  /** A name or an address; one of IPv6 in brackets or without. */
  readonly hostname: string;
  readonly port: number | undefined;
}

/** A request as it goes over the wire. */
export interface HttpRequest {
  readonly origin: Origin;
  readonly method: string;
  /** With the query, encoded. */
  readonly path: string;
  /** `host` among them, and `content-length` where there is a body. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
}

/** A line break in either would be the beginning of another header, or of another request. */
const PATH = /^[!-~]+$/;
const VALUE = /^[\t -~\x80-\xff]*$/;

/** The head of a request, in Latin-1. Throws an `Error` where the path or a value cannot stand in one. */
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
