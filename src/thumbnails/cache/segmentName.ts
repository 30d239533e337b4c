import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/**
 * Machines may share a home folder, and process ids are unique on one machine only: so the name contains the machine.
 */
const MACHINE_ID = createHash('sha1').update(hostname()).digest('hex').slice(0, 8);
const SEGMENT_NAME = /^([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.pack$/;

/** `<machine>-<process id>-<random>.pack`: names the only process that may append to the segment. */
export function newSegmentName(): string {
  return `${MACHINE_ID}-${String(process.pid)}-${randomBytes(4).toString('hex')}.pack`;
}

export function isSegmentName(name: string): boolean {
  return SEGMENT_NAME.test(name);
}

/** Whether the segment's writer was a process of this machine that no longer runs. */
export function isAbandoned(name: string): boolean {
  const [, machine, pid] = SEGMENT_NAME.exec(name) ?? [];
  return machine === MACHINE_ID && pid !== undefined && !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
