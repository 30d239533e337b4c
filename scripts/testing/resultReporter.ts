import { writeFileSync } from 'node:fs';
import { inspect } from 'node:util';
import Mocha from 'mocha';
import type { Tally } from './tally.js';

/** The environment variable with the path of the file into which {@link ResultReporter} writes its numbers. */
export const RESULT_FILE = 'TEST_RESULT_FILE';

/**
 * Mocha's `spec` reporter, which also writes a {@link Tally} to the file of `TEST_RESULT_FILE`. It writes the file at
 * the very end, so a runner that crashes leaves no file and cannot count as green.
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

/** An error with its location and causes, but without the stack frames of libraries. */
function reasonOf(error: unknown): string {
  return inspect(error)
    .split('\n')
    .filter((line) => !/^\s+at .*(node_modules|node:)/.test(line))
    .join('\n');
}
