import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

/** Long enough to start a process on a busy machine. */
export const PROCESS_TIMEOUT_MS = 60_000;

/** `nobody` on every Linux. */
const UID = 65534;
const PROGRAM = fileURLToPath(new URL('unprivilegedProgram.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

type Task = 'scan' | 'hash' | 'write' | 'clear';

/**
 * Roots that may not change the owner of files: in a container without that right, and in one that has no number for
 * their owner.
 */
export const WEAK_ROOTS = {
  'the right is missing': ['setpriv', '--bounding-set=-chown,-fowner', '--inh-caps=-chown,-fowner'],
  'the owner has no number': ['unshare', '--user', '--map-root-user'],
} as const;

/** Runs `unprivilegedProgram.ts` as such a root and returns what it prints. */
export async function asWeakRoot<T>(
  [command, ...options]: (typeof WEAK_ROOTS)[keyof typeof WEAK_ROOTS],
  task: Task,
  ...args: string[]
): Promise<T> {
  const program = [process.execPath, '--import', 'tsx', PROGRAM, task, ...args];
  const { stdout } = await promisify(execFile)(command, [...options, ...program], { cwd: ROOT });
  return JSON.parse(stdout) as T;
}

/** Runs `unprivilegedProgram.ts` as a user who is bound by file modes (root is not) and returns what it prints. */
export async function asUser<T>(task: Task, ...args: string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', PROGRAM, task, ...args],
    { uid: UID, gid: UID, cwd: ROOT, env: { PATH: process.env['PATH'] ?? '' } },
  );
  return JSON.parse(stdout) as T;
}
