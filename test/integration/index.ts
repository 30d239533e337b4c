/*
 * Runs inside VS Code's extension host: mocha over the bundled *.test.js next to this file's bundle. runIntegration.ts
 * bundles and starts it; there is no manual list of test files.
 */
import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import ResultReporter from '../../scripts/testing/resultReporter.js';

/** VS Code calls this function; a rejection is a failed run. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const outputFile = process.env['INTEGRATION_OUTPUT'];
  if (outputFile !== undefined) {
    // The host's console also has the window's log, so mocha's output goes to a file.
    Mocha.reporters.Base.consoleLog = (...line: unknown[]) =>
      appendFileSync(outputFile, `${format(...line)}\n`);
  }
  const { INTEGRATION_GREP: grep, INTEGRATION_TIMEOUT: timeout } = process.env;
  const mocha = new Mocha({
    reporter: ResultReporter,
    color: true,
    forbidOnly: true,
    timeout: Number(timeout ?? 60_000),
    ...(grep === undefined ? {} : { grep }),
  });
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
