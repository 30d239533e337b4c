import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { isOutOfDescriptors } from './errno.js';

/** Files and connections take descriptors, of which a container may allow a process few. */

/** How long somebody else's may take to come back. Milliseconds. */
const MAX_WAIT_MS = 5_000;
const PAUSE_MS = 20;

/** At most so often somebody is asked to let go: what was freed has to be seen first. Milliseconds. */
const MIN_ASKING_INTERVAL_MS = 500;

const holders = new Set<() => void>();
let lastAskedMs = -Infinity;

/**
 * `letGo` is called each time that none is left: it ends what is open and of no use, and begins less at once. The
 * returned function ends that.
 */
export function onDescriptorShortage(letGo: () => void): () => void {
  holders.add(letGo);
  return () => void holders.delete(letGo);
}

function askToLetGo(): void {
  const nowMs = performance.now();
  if (nowMs - lastAskedMs < MIN_ASKING_INTERVAL_MS) return;
  lastAskedMs = nowMs;
  for (const letGo of holders) letGo();
}

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
export async function withDescriptorRetry<T>(open: () => T | Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    try {
      return await open();
    } catch (error) {
      if (!isOutOfDescriptors(error) || waited >= MAX_WAIT_MS) throw error;
      askToLetGo();
    }
    await setTimeout(PAUSE_MS);
  }
}
