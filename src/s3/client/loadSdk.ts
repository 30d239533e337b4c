import { SyncError } from '../../core/errors.js';
import type * as Sdk from './sdk.js';

/**
 * Loads the AWS SDK when it is first needed. It is a separate bundle (`esbuild.js`), four times as large as all the
 * code that a sync with plain keys runs. Throws `incomplete-program` where it does not lie beside the program.
 */
export async function loadSdk(): Promise<typeof Sdk> {
  try {
    return await import('./sdk.js');
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new SyncError('incomplete-program', { file: 'sdk.js' }, { cause: error });
  }
}

/** Node names the missing file in the message only. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND' &&
  error.message.startsWith("Cannot find module './sdk.js'");
