import type { Operation } from './operations.js';
import type { S3Request } from './request.js';

/** What goes wrong. */
export type Fault =
  /** An error document; `message` may be empty, as Ceph's are. */
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly code: string;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is reset: before the request is acted on, or after, when only the answer is lost. */
  | { readonly kind: 'reset'; readonly acted?: boolean }
  /** The body breaks off after so many bytes: by a reset, or by an orderly end that comes too early. */
  | { readonly kind: 'cut-body'; readonly afterBytes: number; readonly how: 'reset' | 'end' }
  /** The right length, one byte of it wrong. */
  | { readonly kind: 'wrong-bytes' }
  /** No answer, ever. */
  | { readonly kind: 'hang' }
  /** The answer's text is edited: a listing without its token, with a wrong count, cut XML. */
  | { readonly kind: 'rewrite'; readonly edit: (body: string) => string }
  /** The body comes in so many pieces, with a pause before each. */
  | { readonly kind: 'slow-body'; readonly pieces: number; readonly pauseMs: number }
  /** The answer is late; what else matches happens as well. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The test does something at this moment, such as changing an object; what else matches happens as well. */
  | { readonly kind: 'call'; readonly run: (request: S3Request) => void | Promise<void> };

export interface FaultRule {
  /** Left out: every operation. */
  readonly operation?: Operation | readonly Operation[];
  readonly method?: string;
  /** The id of the key that the request is signed with. */
  readonly accessKeyId?: string;
  /** The whole key, or a pattern that it matches. */
  readonly key?: string | RegExp;
  /** So many matching requests pass first. */
  readonly after?: number;
  /** So many requests are hit; left out: all. */
  readonly times?: number;
  /** Of being hit, 0 to 1, by the server's seeded generator. */
  readonly probability?: number;
  readonly then: Fault;
}

/** A small seeded generator (mulberry32): the same faults in every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

interface ActiveRule {
  readonly rule: FaultRule;
  seen: number;
  hits: number;
}

/** The faults to inject. Delays and calls add up; of the others the first that matches counts. */
export class Faults {
  #rules: ActiveRule[] = [];
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  add(...rules: readonly FaultRule[]): void {
    this.#rules.push(...rules.map((rule) => ({ rule, seen: 0, hits: 0 })));
  }

  clear(): void {
    this.#rules = [];
  }

  /** The faults of one request, in the order of the rules. */
  draw(request: S3Request): Fault[] {
    const hit: Fault[] = [];
    let isBroken = false;
    for (const active of this.#rules) {
      const { rule } = active;
      const isGentle = rule.then.kind === 'delay' || rule.then.kind === 'call';
      if (!matches(rule, request) || (isBroken && !isGentle)) continue;
      active.seen++;
      if (active.seen <= (rule.after ?? 0) || active.hits >= (rule.times ?? Infinity)) continue;
      if (rule.probability !== undefined && this.#random() >= rule.probability) continue;
      active.hits++;
      hit.push(rule.then);
      isBroken ||= !isGentle;
    }
    return hit;
  }
}

function matches(rule: FaultRule, request: S3Request): boolean {
  const operations = typeof rule.operation === 'string' ? [rule.operation] : rule.operation;
  return (
    (operations === undefined || operations.includes(request.operation)) &&
    (rule.method === undefined || rule.method === request.method) &&
    (rule.accessKeyId === undefined || request.accessKeyId === rule.accessKeyId) &&
    (rule.key === undefined ||
      (typeof rule.key === 'string' ? rule.key === request.key : rule.key.test(request.key)))
  );
}

const error = (status: number, code: string, message = code): Fault => ({
  kind: 'error',
  status,
  code,
  message,
});

/** The faults that real servers and networks show. */
export const fault = {
  error,
  slowDown: error(503, 'SlowDown', 'Please reduce your request rate.'),
  internalError: error(500, 'InternalError', 'We encountered an internal error. Please try again.'),
  expiredToken: error(400, 'ExpiredToken', 'The provided token has expired.'),
  reset: { kind: 'reset' },
  lostAnswer: { kind: 'reset', acted: true },
  wrongBytes: { kind: 'wrong-bytes' },
  hang: { kind: 'hang' },
  resetBodyAfter: (afterBytes: number): Fault => ({ kind: 'cut-body', afterBytes, how: 'reset' }),
  endBodyAfter: (afterBytes: number): Fault => ({ kind: 'cut-body', afterBytes, how: 'end' }),
  slowBody: (pieces: number, pauseMs: number): Fault => ({ kind: 'slow-body', pieces, pauseMs }),
  delay: (ms: number): Fault => ({ kind: 'delay', ms }),
  call: (run: (request: S3Request) => void | Promise<void>): Fault => ({ kind: 'call', run }),
  /** The document ends in its middle, and the length says that this is all. */
  truncatedXml: { kind: 'rewrite', edit: (body) => body.slice(0, Math.floor(body.length / 2)) },
  noToken: {
    kind: 'rewrite',
    edit: (body) => body.replace(/<NextContinuationToken>.*?<\/NextContinuationToken>/, ''),
  },
  wrongKeyCount: {
    kind: 'rewrite',
    edit: (body) => body.replace(/<KeyCount>(\d+)/, (_, count: string) => `<KeyCount>${Number(count) + 1}`),
  },
  /** The token of the beginning: the same page over and over. */
  repeatedToken: {
    kind: 'rewrite',
    edit: (body) => body.replace(/<NextContinuationToken>.*?</, '<NextContinuationToken>AQ<'),
  },
} as const satisfies Record<string, Fault | ((...args: never[]) => Fault)>;
