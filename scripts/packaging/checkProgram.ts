import { spawnSync } from 'node:child_process';
import { readManifest } from './runtimeModules.js';

/** What the one-file program prints, by its argument. */
const EXPECTED: readonly (readonly [string, RegExp])[] = [
  ['--version', new RegExp(`^${readManifest('.').version.replaceAll('.', '\\.')}\n$`)],
  ['--help', /^Usage:\n {2}s3-training-data list/],
  ['--licenses', /@aws-sdk\/client-s3 [\s\S]*Node\.js is licensed for use as follows/],
];

/** Throws where the program does not run alone, or prints what nobody expects, a warning of Node for example. */
export function checkProgram(program: string): void {
  for (const [argument, expected] of EXPECTED) {
    const { status, stdout, stderr, error } = spawnSync(program, [argument], {
      env: {},
      encoding: 'utf8',
      maxBuffer: 16 * 1024 * 1024,
    });
    if (error !== undefined) throw error;
    if (status === 0 && stderr === '' && expected.test(stdout)) continue;
    throw new Error(
      `${program} ${argument} ends with ${String(status)} and prints: ${stdout.slice(0, 500)}${stderr}`,
    );
  }
}
