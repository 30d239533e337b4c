import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

/** Enough for a test that starts a process on a busy machine. */
export const PROCESS_TIMEOUT_MS = 60_000;

/** `nobody` of every Linux. */
const UID = 65534;
const PROGRAM = fileURLToPath(new URL('unprivilegedProgram.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Runs `unprivilegedProgram.ts` as a user whom modes deny (they do not deny root) and returns what it prints. */
export async function asUser<T>(task: 'scan' | 'hash' | 'write' | 'clear', ...args: string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', PROGRAM, task, ...args],
    { uid: UID, gid: UID, cwd: ROOT, env: { PATH: process.env['PATH'] ?? '' } },
  );
  return JSON.parse(stdout) as T;
}
