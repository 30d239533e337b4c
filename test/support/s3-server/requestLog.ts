import type { Operation } from './operations.js';

/** One request that was answered (or broken off). */
export interface LoggedRequest {
  readonly operation: Operation;
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  /** Of the signature. */
  readonly accessKeyId: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of the body, as it came. */
  readonly size: number;
  /** 0 where the connection was broken instead of answered. */
  readonly status: number;
}

/** Every request since the start or the last `clear`, in the order of their answers. */
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

  /** `{ ListObjectsV2: 2, PutObject: 40 }`, to be compared whole. */
  counts(): Partial<Record<Operation, number>> {
    const counts: Partial<Record<Operation, number>> = {};
    for (const { operation } of this.#all) counts[operation] = (counts[operation] ?? 0) + 1;
    return counts;
  }

  clear(): void {
    this.#all = [];
  }
}
