import type { Operation } from './operations.js';

/** One request that was answered or aborted. */
export interface LoggedRequest {
  readonly operation: Operation;
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  /** From the signature. */
  readonly accessKeyId: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of the body as sent. */
  readonly size: number;
  /** 0 if the connection was closed instead of an answer. */
  readonly status: number;
}

/** All requests since the start or the last `clear`, in the order of their answers. */
export class RequestLog {
  #all: LoggedRequest[] = [];

  add(request: LoggedRequest): void {
    this.#all.push(request);
  }

  get all(): readonly LoggedRequest[] {
    return this.#all;
  }

  of(operation: Operation): readonly LoggedRequest[] {
    return this.#all.filter((request) => request.operation === operation);
  }

  count(...operations: readonly Operation[]): number {
    return this.#all.filter(({ operation }) => operations.includes(operation)).length;
  }

  /** The number of requests by operation: `{ ListObjectsV2: 2, PutObject: 40 }`. */
  counts(): Partial<Record<Operation, number>> {
    const counts: Partial<Record<Operation, number>> = {};
    for (const { operation } of this.#all) counts[operation] = (counts[operation] ?? 0) + 1;
    return counts;
  }

  clear(): void {
    this.#all = [];
  }
}
