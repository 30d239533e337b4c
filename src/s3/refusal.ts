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

/** Longer than any error document; what comes in its place may be a proxy's web page. */
const DOCUMENT_LIMIT = 64 * 1024;

/** Reads the answer to its end, so that its connection can be used again. */
export async function refusalOf(answer: Answer): Promise<Refusal> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    if (length < DOCUMENT_LIMIT) chunks.push(chunk);
    length += chunk.length;
  }
  return new Refusal(answer, Buffer.concat(chunks).toString());
}

/** `<Error><Code>…</Code><Message>…</Message>…</Error>`; `undefined` where there is no such element, or it is empty. */
function textOf(document: string, element: string): string | undefined {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`).exec(document)?.[1]?.trim();
  return text === undefined || text === ''
    ? undefined
    : text.replace(/&(\w+);/g, (all, name: string) => ENTITIES[name] ?? all);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
