import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { isOutOfDescriptors } from './errno.js';

/** Files and connections take descriptors, of which a container may allow a process few. */

/** How long somebody else's may take to come back. Milliseconds. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 20;

/** How many this process can still get; `undefined` where the system does not say (Linux alone does). */
export function descriptorsLeft(): number | undefined {
  try {
    const [, limit] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return limit === undefined ? undefined : Number(limit) - readdirSync('/proc/self/fd').length;
  } catch {
    return undefined;
  }
}

/**
 * Runs what opens a file and nothing else; where no descriptor is left, once more as soon as one may be. Rejects with
 * what it throws, at the latest after some seconds without one.
 */
export async function patiently<T>(open: () => T | Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    try {
      return await open();
    } catch (error) {
      if (!isOutOfDescriptors(error) || waited >= PATIENCE_MS) throw error;
    }
    await setTimeout(PAUSE_MS);
  }
}
