import { accessDenied, type S3Error } from './s3Error.js';
import { actionOf } from './operations.js';
import type { S3Request } from './request.js';

/** A right that is withheld. */
export interface Denial {
  /** As in an IAM policy: `s3:DeleteObject`. */
  readonly action: string;
  readonly bucket?: string;
  /** The whole key, or a pattern that it matches; left out: all keys. */
  readonly key?: string | RegExp;
}

/** Who may do what: everything, less the denials. */
export class Policies {
  #denials: Denial[] = [];

  deny(...denials: readonly Denial[]): void {
    this.#denials.push(...denials);
  }

  clear(): void {
    this.#denials = [];
  }

  allows(action: string, bucket: string, key: string): boolean {
    return !this.#denials.some(
      (denial) =>
        denial.action === action &&
        (denial.bucket ?? bucket) === bucket &&
        (denial.key === undefined ||
          (typeof denial.key === 'string' ? denial.key === key : denial.key.test(key))),
    );
  }

  /** The refusal of a request, if there is one. A DeleteObjects is judged key by key by its handler. */
  refusalOf({ operation, bucket, key, query }: S3Request): S3Error | undefined {
    if (operation === 'DeleteObjects') return undefined;
    return this.allows(actionOf(operation, query.has('versionId')), bucket, key) ? undefined : accessDenied();
  }
}
