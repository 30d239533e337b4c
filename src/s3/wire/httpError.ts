import type { Answer } from '../http/answer.js';
import { DOCUMENT_TIMEOUT_MS, timedOut } from '../http/timeouts.js';
import { decoded } from './xml.js';

/** An answer with an error status, with the fields of the errors that the SDK throws: `failureOf` reads both. */
export class HttpError extends Error {
  override readonly name: string;
  readonly $metadata: { readonly httpStatusCode: number };
  readonly $response: Pick<Answer, 'statusCode' | 'headers'>;
  /** The region of the bucket, where the request went to the wrong one. */
  readonly Region: string | undefined;
  /** The host that the answer points to. */
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

/** An answer with a status of success that cannot be read. */
export class UnreadableAnswer extends Error {
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(statusCode: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.$metadata = { httpStatusCode: statusCode };
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
