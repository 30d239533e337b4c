import { isNotSupported } from './errno.js';

/**
 * Waits for a flush. A volume that knows none (some network and FUSE ones) is written to all the same: there, nobody can
 * promise more than that the bytes were taken. Rejects with what else the system throws.
 */
export async function flushed(flush: Promise<void>): Promise<void> {
  try {
    await flush;
  } catch (error) {
    if (!isNotSupported(error)) throw error;
  }
}
