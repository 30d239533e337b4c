import type { Answer } from '../http/answer.js';
import { DOCUMENT_TIMEOUT_MS, timedOut } from '../http/timeouts.js';
import { decoded } from './xml.js';

/** What an answer says of the failure of its request. */
export interface ErrorAnswer {
  /** The code in the document: `NoSuchKey`. Without a document it is empty, or a word of the SDK. */
  readonly name: string;
  readonly message: string;
  /** For some services, where the SDK puts the code. */
  readonly code?: string | undefined;
  readonly httpStatus: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The region of the bucket, where the request went to the wrong one. */
  readonly region?: string | undefined;
  /** The host that the answer points to. */
  readonly endpoint?: string | undefined;
}

/** An answer with an error status, or one of the SDK that cannot be read. */
export class HttpError extends Error implements ErrorAnswer {
  override readonly name: string;
  readonly code: string | undefined;
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;

  constructor(
    { name, message, code, httpStatus, headers, region, endpoint }: ErrorAnswer,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = name;
    this.code = code;
    this.httpStatus = httpStatus;
    this.headers = headers;
    this.region = region;
    this.endpoint = endpoint;
  }
}

/** The error that an answer and its document tell of. */
export function httpErrorIn(
  { statusCode, headers }: Pick<Answer, 'statusCode' | 'headers'>,
  document: string,
): HttpError {
  return new HttpError({
    name: textOf(document, 'Code') ?? '',
    message: textOf(document, 'Message') ?? '',
    httpStatus: statusCode,
    headers,
    region: textOf(document, 'Region'),
    endpoint: textOf(document, 'Endpoint'),
  });
}

/** An answer with a status of success that cannot be read. */
export class UnreadableAnswer extends Error {
  constructor(
    readonly httpStatus: number,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Longer than any document about one object; a longer body may be the web page of a proxy. Bytes. */
const DOCUMENT_LIMIT = 64 * 1024;

interface DocumentLimits {
  /** Bytes. */
  readonly size?: number;
  readonly timeoutMs?: number;
}

/**
 * Reads the text of an answer to its end, so that its connection can be used again. Text beyond the limit is cut off,
 * and the connection closed. Throws the error of the connection, or a `TimeoutError`.
 */
export async function documentOf(
  { body }: Answer,
  { size = DOCUMENT_LIMIT, timeoutMs = DOCUMENT_TIMEOUT_MS }: DocumentLimits = {},
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const time = { isOver: false };
  // Each byte restarts the idle timeout of the connection: without this limit, a byte now and then could go on for
  // ever.
  const late = setTimeout(() => {
    time.isOver = true;
    body.destroy();
  }, timeoutMs);
  try {
    for await (const chunk of body) {
      chunks.push(Buffer.from(chunk));
      length += chunk.length;
      if (length > size) break;
    }
  } catch (error) {
    throw time.isOver ? timedOut('the answer was not complete', timeoutMs) : error;
  } finally {
    clearTimeout(late);
  }
  return Buffer.concat(chunks).toString('utf8', 0, size);
}

/** The text of an element that occurs once: `<Error><Code>…</Code></Error>`; `undefined`: missing or empty. */
export function textOf(document: string, element: string): string | undefined {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`).exec(document)?.[1]?.trim();
  return text === undefined || text === '' ? undefined : decoded(text);
}
