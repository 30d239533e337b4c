import { setTimeout as wait } from 'node:timers/promises';
import { asSyncError, throwIfCancelled } from './errors.js';

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 200;

/**
 * Tries a whole transfer again when it failed in a way that may pass: a body that broke off, bytes that did not
 * arrive as sent. (Single requests are retried by the adapter; this is for what spans one.)
 */
export async function retryTransfer<T>(signal: AbortSignal, transfer: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    throwIfCancelled(signal);
    try {
      return await transfer();
    } catch (error) {
      const failure = asSyncError(error);
      if (!failure.isTransient || attempt === ATTEMPTS) throw failure;
      await wait(FIRST_PAUSE_MS * 2 ** (attempt - 1), undefined, { signal }).catch(() => undefined);
    }
  }
}
