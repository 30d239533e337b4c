import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { isOutOfDescriptors } from './errno.js';

/** Files and connections need descriptors, of which a container may allow a process few. */

/** How long to wait for a descriptor that other code releases. Milliseconds. */
const MAX_WAIT_MS = 5_000;
const PAUSE_MS = 20;

/**
 * Least time between two requests to release descriptors: the effect of the first must show before the next.
 * Milliseconds.
 */
const MIN_ASKING_INTERVAL_MS = 500;

const holders = new Set<() => void>();
let lastAskedMs = -Infinity;

/**
 * Registers `letGo`, which is called when no descriptor is left: it closes what is idle, and opens less at once from
 * then on. The returned function unregisters it.
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

/** How many descriptors this process can still get; `undefined` where the system does not tell (only Linux does). */
export function descriptorsLeft(): number | undefined {
  try {
    const [, limit] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return limit === undefined ? undefined : Number(limit) - readdirSync('/proc/self/fd').length;
  } catch {
    return undefined;
  }
}

/**
 * Runs `open`, which opens a file and does nothing else. Where no descriptor is left, runs it again as soon as one may
 * be free. Rejects with what it throws, at the latest after some seconds without a descriptor.
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
