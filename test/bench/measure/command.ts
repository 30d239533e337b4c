import { spawn } from 'node:child_process';
import path from 'node:path';
import { atEndOfProcess, killGroup } from '../../support/vscode/endOfProcess.js';
import type { Command } from '../tools/tool.js';
import { PeakMemory } from './peakMemory.js';

/** The cost of one run of a program. */
export interface Cost {
  readonly wallSeconds: number;
  /** User and system time of the program and of all its child processes. */
  readonly cpuSeconds: number;
  /** MiB, of the program and all its child processes; `undefined` if the system does not provide it. */
  readonly peakMegabytes: number | undefined;
  /** Time that the system took afterwards to write the program's data to the disk; for downloads only. */
  readonly flushSeconds?: number;
}

/** The shell runs the program and then prints the times of its children, so that no further package is needed. */
const SHELL_SCRIPT = '"$@"; status=$?; times >&3; exit $status';

const KEPT_OUTPUT = 2000;

/**
 * Runs a program to its end. `home`: its home folder. From the environment of this process it gets only PATH, so that
 * no user's configuration has an effect. Throws with the end of its output if it fails.
 */
export async function measureCommand(command: Command, home: string): Promise<Cost> {
  const { program, args, env } = command;
  const began = performance.now();
  const child = spawn('sh', ['-c', SHELL_SCRIPT, 'sh', program, ...args], {
    env: { PATH: process.env['PATH'], HOME: home, LANG: 'C.UTF-8', ...env },
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // Its own process group, so that all its processes can be ended at once.
    detached: true,
  });
  const end = atEndOfProcess(() => killGroup(child.pid));
  const memory = new PeakMemory(child.pid);
  let output = '';
  let times = '';
  const keep = (text: Buffer): void => {
    output = (output + text.toString()).slice(-KEPT_OUTPUT);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.stdio[3]?.on('data', (text: Buffer) => (times += text.toString()));
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const wallSeconds = (performance.now() - began) / 1000;
    if (status !== 0)
      throw new Error(`${path.basename(program)} ended with ${status ?? 'a signal'}: ${output}`);
    return { wallSeconds, cpuSeconds: childSeconds(times), peakMegabytes: memory.megabytes };
  } finally {
    memory.stop();
    end();
  }
}

/**
 * The sum of user and system time in the second line of the output of the shell's `times`, `0m1.230000s 0m0.450000s`.
 * The first line has the times of the shell itself.
 */
export function childSeconds(times: string): number {
  const [, children = ''] = times.trim().split('\n');
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2) throw new Error(`The shell told no times: ${times}`);
  return parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}
