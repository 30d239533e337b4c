import type { Operation } from './operations.js';
import type { Personality } from './personality.js';
import type { S3Request } from './http/request.js';
import { S3Error } from './http/s3Error.js';

const WRITES: ReadonlySet<Operation> = new Set<Operation>([
  'PutObject',
  'CopyObject',
  'CompleteMultipartUpload',
  'DeleteObject',
]);

/** Simultaneous writes to the same key, of which only one succeeds if the personality says so. */
export class OverlappingWrites {
  /** Number of finished writes, by bucket and key. */
  readonly #ended = new Map<string, number>();

  constructor(private readonly personality: Personality) {}

  /**
   * Call it when a request arrives. The returned function runs the request, or throws `S3Error` if another one has won.
   */
  watch<T>({ operation, bucket, key }: S3Request): (act: () => T) => T {
    const place = `${bucket}/${key}`;
    const before = this.#ended.get(place);
    return (act) => {
      if (!WRITES.has(operation)) return act();
      const code = this.personality.overlappingWrites;
      if (code !== 'in-turn' && this.#ended.get(place) !== before) {
        throw new S3Error(409, code, 'A conflicting operation is in progress. Please try again.');
      }
      const done = act();
      this.#ended.set(place, (before ?? 0) + 1);
      return done;
    };
  }
}
