import type { LogSink } from '../core/progress.js';
import type { StyleAdapters } from './protocol/adapters.js';

/** Says of a run that nobody will know later who made it, where that is so; the run goes on. */
export function logSecretProblem(
  { secretProblem }: Pick<StyleAdapters, 'secretProblem'>,
  log: LogSink,
): void {
  const problem = secretProblem();
  if (problem === undefined) return;
  log('warn', `This run will not be known to be yours, and an undo of it will ask for a yes: ${problem}`);
}
