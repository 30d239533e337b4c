import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled } from '../../core/errors.js';

/** Longest stretch of synchronous work before the event loop gets its turn. Milliseconds. */
const MAX_BUSY_MS = 10;

/** Of this thread, whose event loop it is about. */
let lastYield = performance.now();

/**
 * Between two pieces of synchronous work: lets messages, timers and the abort signal through when it is time.
 * (Synchronous file operations cost a fraction of the asynchronous ones; this code runs in a worker thread or the
 * command line.) Throws `cancelled`.
 */
export async function yieldToEventLoop(signal: AbortSignal): Promise<void> {
  if (performance.now() - lastYield > MAX_BUSY_MS) {
    await setImmediate();
    lastYield = performance.now();
  }
  throwIfCancelled(signal);
}
