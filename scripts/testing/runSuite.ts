import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../test/support/vscode/temporaryFolder.js';
import { runTypeScript, type RunOptions } from './childProcess.js';
import { RESULT_FILE } from './resultReporter.js';
import type { Suite } from './suites.js';
import { oneFailed, parseTally, sum, type Tally } from './tally.js';

/** Runs the tests of a suite in a process of its own. A failure of the runner itself counts as a failed test. */
export async function runSuite(suite: Suite, mochaArguments: readonly string[]): Promise<Tally> {
  const folder = temporaryFolder('results');
  const resultFile = path.join(folder.path, `${suite.name}.json`);
  try {
    const status = await start(suite, mochaArguments, {
      // The tests use their own secret for seals.
      env: {
        ...suite.env,
        S3_TRAINING_DATA_HOME: path.join(folder.path, 'home'),
        [RESULT_FILE]: resultFile,
      },
      limitMs: suite.limitMs,
    });
    return judge(suite, status, resultFile);
  } finally {
    folder.remove();
  }
}

function start(suite: Suite, mochaArguments: readonly string[], options: RunOptions): Promise<number | null> {
  const mocha = ['--timeout', String(suite.timeoutMs), '--forbid-only', ...mochaArguments];
  if (suite.name === 'integration')
    return runTypeScript('test/integration/runIntegration.ts', mocha, options);
  const reporter = path.resolve('scripts/testing/resultReporter.ts');
  return runTypeScript(
    'node_modules/mocha/bin/mocha.js',
    ['--reporter', reporter, ...mocha, suite.files],
    options,
  );
}

function judge(suite: Suite, status: number | null, resultFile: string): Tally {
  const tally = existsSync(resultFile) ? parseTally(readFileSync(resultFile, 'utf8')) : undefined;
  if (tally === undefined)
    return broken(suite, `its runner ended with status ${status ?? 'none'} and no result`);
  if (tally.passed + tally.failed === 0) return sum(tally, broken(suite, 'it ran no test'));
  if (status !== 0 && tally.failed === 0) {
    return sum(
      tally,
      broken(suite, `its runner ended with status ${status ?? 'none'} after all tests had passed`),
    );
  }
  return tally;
}

function broken(suite: Suite, reason: string): Tally {
  const sentence = `The ${suite.name} suite counts as failed: ${reason}.`;
  console.error(`\n${sentence}`);
  return oneFailed(sentence);
}
