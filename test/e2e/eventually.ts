import { setTimeout } from 'node:timers/promises';
import { PATIENCE_MS } from '../support/vscode/workbench.js';

const PAUSE_MS = 50;

/** Repeats an assertion until it holds; after the timeout, throws its last error. */
export async function eventually<T>(
  assertion: () => T | Promise<T>,
  patienceMs: number = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await setTimeout(PAUSE_MS);
  }
}
