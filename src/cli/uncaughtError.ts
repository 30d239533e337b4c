import { inspect } from 'node:util';
import { SyncError } from '../core/errors.js';

/** An error that no code caught: a bug in work that ran beside the call itself. */
export class UncaughtError extends Error {
  override readonly name = 'Fault';

  constructor(readonly thrown: unknown) {
    super(thrown instanceof Error ? String(thrown) : inspect(thrown), { cause: thrown });
  }

  /** Always `internal`: even a `SyncError` is a bug if no code caught it. */
  get asSyncError(): SyncError {
    return new SyncError('internal', { cause: this.message }, { cause: this.thrown });
  }
}

/**
 * Rejects with the first `UncaughtError` of the process, and ignores later ones. Without it, Node would print the error
 * with its stack and end the process at once.
 */
export function firstUncaughtError(): Promise<never> {
  return new Promise((_, reject) => {
    for (const event of ['uncaughtException', 'unhandledRejection'] as const)
      process.on(event, (thrown: unknown) => reject(new UncaughtError(thrown)));
  });
}
