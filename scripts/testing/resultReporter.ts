import { writeFileSync } from 'node:fs';
import { inspect } from 'node:util';
import Mocha from 'mocha';
import type { Tally } from './tally.js';

/** The environment variable that names the file which {@link ResultReporter} leaves its numbers in. */
export const RESULT_FILE = 'TEST_RESULT_FILE';

/**
 * Mocha's `spec`, which also writes a {@link Tally} to the file that `TEST_RESULT_FILE` names. The file is written
 * at the very end: a runner that crashes leaves none, and so cannot be taken for a green one.
 */
export default class ResultReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const failures: string[] = [];
    runner.on('fail', (test: Mocha.Runnable, error: unknown) => {
      failures.push(`${test.titlePath().join(' › ')}\n${reasonOf(error)}`);
    });
    runner.once('end', () => {
      const file = process.env[RESULT_FILE];
      if (file === undefined) throw new Error(`${RESULT_FILE} must name the file for the numbers.`);
      const tally: Tally = {
        passed: this.stats.passes,
        failed: this.stats.failures,
        skipped: this.stats.pending,
        failures,
      };
      writeFileSync(file, JSON.stringify(tally));
    });
  }
}

/** With the place and the causes, but without the frames of libraries. */
function reasonOf(error: unknown): string {
  return inspect(error)
    .split('\n')
    .filter((line) => !/^\s+at .*(node_modules|node:)/.test(line))
    .join('\n');
}
