import { inspect } from 'node:util';
import { SyncError } from '../core/errors.js';

/** What nobody has caught: a mistake of the program, in whatever was under way beside the call itself. */
export class UncaughtError extends Error {
  override readonly name = 'Fault';

  constructor(readonly thrown: unknown) {
    super(thrown instanceof Error ? String(thrown) : inspect(thrown), { cause: thrown });
  }

  /** Always `internal`: also an error of the product is a mistake where nobody has caught it. */
  get asSyncError(): SyncError {
    return new SyncError('internal', { cause: this.message }, { cause: this.thrown });
  }
}

/**
 * Rejects with the first `Fault` of the process. Node would print those with their trace and end at once; later ones
 * change nothing any more.
 */
export function firstUncaughtError(): Promise<never> {
  return new Promise((_, reject) => {
    for (const event of ['uncaughtException', 'unhandledRejection'] as const)
      process.on(event, (thrown: unknown) => reject(new UncaughtError(thrown)));
  });
}
