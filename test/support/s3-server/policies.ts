import { accessDenied, type S3Error } from './http/s3Error.js';
import { actionOf } from './operations.js';
import type { S3Request } from './http/request.js';

/** A denied right. */
export interface Denial {
  /** An IAM action: `s3:DeleteObject`. */
  readonly action: string;
  readonly bucket?: string;
  /** The whole key, or a pattern that it matches; default: all keys. */
  readonly key?: string | RegExp;
}

/** The rights of all users: everything except the denials. */
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

  /** The refusal of a request, if it is denied. The handler of DeleteObjects checks each key itself. */
  refusalOf({ operation, bucket, key, query }: S3Request): S3Error | undefined {
    if (operation === 'DeleteObjects') return undefined;
    return this.allows(actionOf(operation, query.has('versionId')), bucket, key) ? undefined : accessDenied();
  }
}
