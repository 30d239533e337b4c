import type { Operation } from './operations.js';
import type { S3Request } from './http/request.js';

/** A fault that the server injects. */
export type Fault =
  /** An error document; `message` may be empty, as in Ceph. */
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly code: string;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is reset, before the request is carried out or after it (`acted`), when only the answer is lost. */
  | { readonly kind: 'reset'; readonly acted?: boolean }
  /** The body ends after `afterBytes` bytes, by a reset or by a regular but early end of the connection. */
  | { readonly kind: 'cut-body'; readonly afterBytes: number; readonly how: 'reset' | 'end' }
  /** The body has the right length and one wrong byte. */
  | { readonly kind: 'wrong-bytes' }
  /** There is never an answer. */
  | { readonly kind: 'hang' }
  /** The text of the answer is edited, for example to a listing without its token or to truncated XML. */
  | { readonly kind: 'rewrite'; readonly edit: (body: string) => string }
  /** The body is sent in `pieces` pieces, with a pause before each one. */
  | { readonly kind: 'slow-body'; readonly pieces: number; readonly pauseMs: number }
  /** The answer is delayed; other matching faults apply too. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The test runs code at this moment, for example to change an object; other matching faults apply too. */
  | { readonly kind: 'call'; readonly run: (request: S3Request) => void | Promise<void> };

export interface FaultRule {
  /** Default: every operation. */
  readonly operation?: Operation | readonly Operation[];
  readonly method?: string;
  /** The id of the access key that signs the request. */
  readonly accessKeyId?: string;
  /** The whole key, or a pattern that it matches. */
  readonly key?: string | RegExp;
  /** Number of matching requests that pass first. */
  readonly after?: number;
  /** Number of requests with the fault; default: all. */
  readonly times?: number;
  /** Probability of the fault, 0 to 1, by the server's seeded generator. */
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

/** The faults to inject. All matching delays and calls apply; of other faults only the first match applies. */
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

  /** Returns the faults of one request, in the order of the rules. */
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
  /** The document is cut in half, with a matching length. */
  truncatedXml: { kind: 'rewrite', edit: (body) => body.slice(0, Math.floor(body.length / 2)) },
  noToken: {
    kind: 'rewrite',
    edit: (body) => body.replace(/<NextContinuationToken>.*?<\/NextContinuationToken>/, ''),
  },
  wrongKeyCount: {
    kind: 'rewrite',
    edit: (body) => body.replace(/<KeyCount>(\d+)/, (_, count: string) => `<KeyCount>${Number(count) + 1}`),
  },
  /** The token points to the start, so the listing repeats its first page forever. */
  repeatedToken: {
    kind: 'rewrite',
    edit: (body) => body.replace(/<NextContinuationToken>.*?</, '<NextContinuationToken>AQ<'),
  },
} as const satisfies Record<string, Fault | ((...args: never[]) => Fault)>;
