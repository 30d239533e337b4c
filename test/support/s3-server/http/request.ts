import type { IncomingMessage } from 'node:http';
import { operationOf, type Operation } from '../operations.js';

/** A request, for the handlers. */
export interface S3Request {
  readonly operation: Operation;
  readonly method: string;
  readonly bucket: string;
  /** Decoded; empty for requests about a bucket. */
  readonly key: string;
  /** Decoded, as requested: that of a bucket may or may not end with a slash. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  /** From the signature; empty if there is none. */
  readonly accessKeyId: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as sent, aws-chunked or not. */
  readonly rawBody: Buffer;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
}

function queryOf(search: string): Map<string, string> {
  const decode = (text: string): string => decodeURIComponent(text.replace(/\+/g, ' '));
  const pairs = search.split('&').filter((pair) => pair !== '');
  return new Map(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0
        ? [decode(pair), '']
        : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    }),
  );
}

/**
 * Reads the whole request. Path style: `/bucket/key`. The path is never normalised: `a//b` and `a/../b` are keys.
 * Rejects if the client closes the connection.
 */
export async function readRequest(message: IncomingMessage): Promise<S3Request> {
  const [path, search] = splitOnce(message.url ?? '/', '?');
  const [bucket, rawKey] = splitOnce(path.slice(1), '/');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  const query = queryOf(search);
  const method = message.method ?? 'GET';
  const key = decodeURIComponent(rawKey);
  const isCopy = headers['x-amz-copy-source'] !== undefined;
  return {
    operation: operationOf({ method, bucket, key, query, isCopy }),
    method,
    bucket: decodeURIComponent(bucket),
    key,
    path: decodeURIComponent(path),
    query,
    accessKeyId: /Credential=([^/,]+)\//.exec(headers['authorization'] ?? '')?.[1] ?? '',
    headers,
    rawBody: await bodyOf(message),
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}
