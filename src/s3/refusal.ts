import type { Readable } from 'node:stream';

/** The answer to a request, of whatever status. */
export interface Answer {
  readonly statusCode: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/** An answer that is no success, in the form in which the SDK throws one: `failureOf` reads both. */
export class Refusal extends Error {
  override readonly name: string;
  readonly $metadata: { readonly httpStatusCode: number };
  readonly $response: Pick<Answer, 'statusCode' | 'headers'>;
  /** The bucket's region, where that is what was wrong. */
  readonly Region: string | undefined;

  constructor({ statusCode, headers }: Pick<Answer, 'statusCode' | 'headers'>, document: string) {
    super(textOf(document, 'Message') ?? '');
    this.name = textOf(document, 'Code') ?? '';
    this.Region = textOf(document, 'Region');
    this.$metadata = { httpStatusCode: statusCode };
    this.$response = { statusCode, headers };
  }
}

/** Longer than any document about one object; what comes in its place may be a proxy's web page. */
const DOCUMENT_LIMIT = 64 * 1024;

/** The text of an answer, read to its end, so that its connection can be used again. */
export async function documentOf({ body }: Answer): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (length < DOCUMENT_LIMIT) chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks).toString();
}

/** The text of an element that stands once: `<Error><Code>…</Code>…</Error>`; `undefined` where there is no such element, or it is empty. */
export function textOf(document: string, element: string): string | undefined {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`).exec(document)?.[1]?.trim();
  return text === undefined || text === ''
    ? undefined
    : text.replace(/&(#\w+|\w+);/g, (all, name: string) => characterOf(name) ?? all);
}

/** `&quot;`, or as some servers have it `&#34;` or `&#x22;`. */
function characterOf(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name];
  const point = Number(name.startsWith('#x') ? `0${name.slice(1)}` : name.slice(1));
  return Number.isInteger(point) && point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
