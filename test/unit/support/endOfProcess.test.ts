import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Whether a process is running. A killed process stays listed as a zombie until its parent has reaped it. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false; // Both calls fail only if the process does not exist.
  }
}

describe('the end of a process', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`by ${signal} leaves neither its child processes nor its folder behind`, async () => {
      const script = path.join(import.meta.dirname, 'startAndWait.ts');
      const starter = spawn(process.execPath, ['--import', 'tsx', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [output] = (await once(starter.stdout, 'data')) as [Buffer];
      const { folder, pid } = JSON.parse(output.toString()) as { folder: string; pid: number };
      assert.ok(existsSync(folder));
      assert.ok(isAlive(pid));

      starter.kill(signal);
      await once(starter, 'exit');

      assert.ok(!existsSync(folder));
      while (isAlive(pid)) await new Promise(setImmediate); // If it was not killed, Mocha's timeout ends this loop.
    });
  }
});
