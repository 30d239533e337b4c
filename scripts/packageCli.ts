/*
 * npm run package:cli      the command line as one program for this platform, into artifacts/cli/
 *
 * The machine that it runs on needs no Node and no other file. The program is the Node that makes it, so another
 * platform's is made on a machine of that platform. It is then started in an empty environment, and checked.
 */
import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { checkProgram } from './packaging/checkProgram.js';
import { makeProgram } from './packaging/oneFileProgram.js';

async function main(): Promise<void> {
  const program = await makeProgram('artifacts/cli');
  checkProgram(program);
  console.log(`${relative('.', program)}  ${(statSync(program).size / 1e6).toFixed(1)} MB`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
