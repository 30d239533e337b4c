import type { Answer } from '../http/answer.js';
import { DOCUMENT_TIMEOUT_MS, timedOut } from '../http/timeouts.js';
import { decoded } from './xml.js';

/** An answer that is no success, in the form in which the SDK throws one: `failureOf` reads both. */
export class HttpError extends Error {
  override readonly name: string;
  readonly $metadata: { readonly httpStatusCode: number };
  readonly $response: Pick<Answer, 'statusCode' | 'headers'>;
  /** The bucket's region, where that is what was wrong. */
  readonly Region: string | undefined;
  /** The host that would answer, where this one does not. */
  readonly Endpoint: string | undefined;

  constructor({ statusCode, headers }: Pick<Answer, 'statusCode' | 'headers'>, document: string) {
    super(textOf(document, 'Message') ?? '');
    this.name = textOf(document, 'Code') ?? '';
    this.Region = textOf(document, 'Region');
    this.Endpoint = textOf(document, 'Endpoint');
    this.$metadata = { httpStatusCode: statusCode };
    this.$response = { statusCode, headers };
  }
}

/** An answer that is a success, and cannot be read. */
export class UnreadableAnswer extends Error {
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(statusCode: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.$metadata = { httpStatusCode: statusCode };
  }
}

/** Longer than any document about one object; what comes in its place may be a proxy's web page. */
const DOCUMENT_LIMIT = 64 * 1024;

interface DocumentLimits {
  /** Bytes. */
  readonly size?: number;
  readonly timeoutMs?: number;
}

/**
 * The text of an answer, read to its end, so that its connection can be used again. What is too long is cut off, with the
 * connection. Throws what the connection broke with, or a `TimeoutError`.
 */
export async function documentOf(
  { body }: Answer,
  { size = DOCUMENT_LIMIT, timeoutMs = DOCUMENT_TIMEOUT_MS }: DocumentLimits = {},
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const time = { isOver: false };
  // The next byte restarts the time that a connection may be silent: one in a while would go on for ever.
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

/** The text of an element that stands once: `<Error><Code>…</Code>…</Error>`; `undefined` where there is no such element, or it is empty. */
export function textOf(document: string, element: string): string | undefined {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`).exec(document)?.[1]?.trim();
  return text === undefined || text === '' ? undefined : decoded(text);
}
