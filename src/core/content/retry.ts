import { setTimeout as wait } from 'node:timers/promises';
import { asSyncError, throwIfCancelled } from '../errors.js';

const MAX_ATTEMPTS = 4;
const FIRST_PAUSE_MS = 200;

/**
 * Begins a download and reads its body, and does both again when the body broke off or its bytes were not those that
 * were sent. What fails at the beginning is thrown as it is: single requests are retried by the adapter.
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
