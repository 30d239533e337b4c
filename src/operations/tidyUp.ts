import { asSyncError } from '../core/errors.js';
import type { LogSink } from '../core/progress.js';

/** Takes a step after the work. Where it fails, that takes nothing back of what was done: its result must not be lost. */
export async function tidyUp(step: () => Promise<void>, log: LogSink): Promise<void> {
  try {
    await step();
  } catch (error) {
    log('warn', `Something was left behind: ${asSyncError(error).message}`);
  }
}
