import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errnoOf } from './errno.js';

/** Identifies a process well enough to tell, later and from elsewhere, whether it still runs. */
export interface ProcessIdentity {
  /** For messages. */
  readonly host: string;
  /**
   * A short hash that distinguishes hosts: the name, the machine's id where there is one (cloned machines share names),
   * and on Linux the PID namespace (a container on the host's network shares its name, not its process numbers).
   */
  readonly hostId: string;
  readonly pid: number;
  /**
   * Linux: the boot and the moment in it when the process started, because process numbers are reused. Elsewhere empty.
   */
  readonly startedAt: string;
}

export const THIS_PROCESS: ProcessIdentity = {
  host: hostname(),
  hostId: createHash('sha256')
    .update(JSON.stringify([hostname(), readOrEmpty('/etc/machine-id'), processNumberSpace()]))
    .digest('hex')
    .slice(0, 8),
  pid: process.pid,
  startedAt: startOf(process.pid),
};

export function isThisProcess({ hostId, pid, startedAt }: ProcessIdentity): boolean {
  return hostId === THIS_PROCESS.hostId && pid === THIS_PROCESS.pid && startedAt === THIS_PROCESS.startedAt;
}

/** `undefined`: a process of another host, about which nothing is known here. */
export function isAlive(identity: ProcessIdentity): boolean | undefined {
  if (identity.hostId !== THIS_PROCESS.hostId) return undefined;
  if (!isRunning(identity.pid)) return false;
  const start = startOf(identity.pid);
  return start === '' || identity.startedAt === '' || start === identity.startedAt;
}

/** Whether a process with that number runs on this host, whichever user owns it. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return errnoOf(error) !== 'ESRCH';
  }
  // A zombie is dead, but its parent has not reaped it. In a container whose first process never reaps its children, it
  // stays a zombie forever.
  return statusFields(pid)[0] !== 'Z';
}

function startOf(pid: number): string {
  const boot = readOrEmpty('/proc/sys/kernel/random/boot_id');
  const ticks = statusFields(pid)[19];
  return boot === '' || ticks === undefined ? '' : `${boot}:${ticks}`;
}

/**
 * The fields of proc_pid_stat(5) after the program's name, which stands in parentheses and may contain any character.
 */
function statusFields(pid: number): readonly string[] {
  const status = readOrEmpty(`/proc/${String(pid)}/stat`);
  return status === '' ? [] : status.slice(status.lastIndexOf(')') + 2).split(' ');
}

function processNumberSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return ''; // no Linux
  }
}

/** Whether these files exist depends on the platform. */
function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
