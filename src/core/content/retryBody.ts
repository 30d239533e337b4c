import { setTimeout as wait } from 'node:timers/promises';
import { asSyncError, throwIfCancelled } from '../errors.js';

const MAX_ATTEMPTS = 4;
const FIRST_PAUSE_MS = 200;

/**
 * Begins a download and reads its body. Does both again when the body breaks off or its bytes are not those that were
 * sent. An error of `begin` is thrown as it is: the adapter has already retried that request.
 */
export async function retryBody<Begun, T>(
  signal: AbortSignal,
  begin: () => Promise<Begun>,
  read: (begun: Begun) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    throwIfCancelled(signal);
    const begun = await begin();
    try {
      return await read(begun);
    } catch (error) {
      const failure = asSyncError(error);
      if (!failure.isTransient || attempt === MAX_ATTEMPTS) throw failure;
      await wait(FIRST_PAUSE_MS * 2 ** (attempt - 1), undefined, { signal }).catch(() => undefined);
    }
  }
}
