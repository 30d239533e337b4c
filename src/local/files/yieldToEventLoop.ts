import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled } from '../../core/errors.js';

/** The longest stretch of synchronous work before the event loop gets its turn. Milliseconds. */
const MAX_BUSY_MS = 10;

/** One value per thread, like the event loop. */
let lastYield = performance.now();

/**
 * Call between two pieces of synchronous work: when it is time, lets messages, timers and the abort signal through.
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
