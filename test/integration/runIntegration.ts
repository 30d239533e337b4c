/*
 * Starts the integration tests: bundles them, and starts VS Code (the desktop, or the substitute if there is none) with
 * the extension from this folder and its own sample workspace, whose S3 server is the in-repo one. Use
 * `npm run test:integration`, which builds the extension and reads the result. `-- --grep <words>` works.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { build } from 'esbuild';
import { startSampleWorkspace } from '../support/sample-style/sampleWorkspace.js';
import { codeForTests } from '../support/vscode/editor.js';
import { OLDEST_RELEASE, PROJECT_ROOT } from '../support/vscode/release.js';
import { temporaryFolder } from '../support/vscode/temporaryFolder.js';

/** Inside the project, so that the bundles find node_modules. */
const BUNDLES = path.join(PROJECT_ROOT, '.vscode-test/integration');

async function bundle(): Promise<void> {
  const tests = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => path.join(import.meta.dirname, file));
  await build({
    entryPoints: [path.join(import.meta.dirname, 'index.ts'), ...tests],
    outdir: BUNDLES,
    outbase: import.meta.dirname,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha', 'sharp', 'playwright-core'],
  });
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { timeout: { type: 'string' }, grep: { type: 'string' } },
    strict: false,
  });
  const own = temporaryFolder('integration');
  const output = path.join(own.path, 'output.txt');
  const sample = await startSampleWorkspace(path.join(own.path, 'workspace'));
  try {
    await rm(BUNDLES, { recursive: true, force: true }); // A deleted test must not run again.
    await bundle();
    await runTests({
      vscodeExecutablePath: await codeForTests(OLDEST_RELEASE.vscode),
      extensionDevelopmentPath: PROJECT_ROOT,
      extensionTestsPath: path.join(BUNDLES, 'index.js'),
      launchArgs: [sample.folder],
      extensionTestsEnv: {
        ...sample.environment,
        INTEGRATION_OUTPUT: output,
        INTEGRATION_TIMEOUT: typeof values.timeout === 'string' ? values.timeout : undefined,
        INTEGRATION_GREP: typeof values.grep === 'string' ? values.grep : undefined,
      },
    });
    return 0;
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) throw error;
    return error.code ?? 1;
  } finally {
    if (existsSync(output)) console.log(readFileSync(output, 'utf8'));
    await sample.stop();
    own.remove();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
