import { readdirSync, readFileSync } from 'node:fs';

/** Often enough to see every process; each one's own peak is kept by the kernel. */
const INTERVAL_MS = 20;

/**
 * Watches the resident memory of what a process has started, on Linux: the largest sum of the peaks of all processes
 * that were there at the same time.
 */
export class PeakMemory {
  #kibibytes = 0;
  readonly #timer: NodeJS.Timeout;

  /** @param pid of the process, which itself does not count */
  constructor(private readonly pid: number | undefined) {
    this.#timer = setInterval(() => this.#look(), INTERVAL_MS);
  }

  get megabytes(): number | undefined {
    return this.#kibibytes === 0 ? undefined : this.#kibibytes / 1024;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const sum = childrenOf(this.pid).reduce((total, child) => total + peakOfTree(child), 0);
    this.#kibibytes = Math.max(this.#kibibytes, sum);
  }
}

const peakOfTree = (pid: number): number =>
  childrenOf(pid).reduce((sum, child) => sum + peakOfTree(child), peakOf(pid));

function peakOf(pid: number): number {
  const status = readProc(`${String(pid)}/status`);
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0);
}

function childrenOf(pid: number | undefined): number[] {
  if (pid === undefined) return [];
  return tasksOf(pid)
    .flatMap((task) => readProc(`${String(pid)}/task/${task}/children`).split(' '))
    .filter((child) => child !== '')
    .map(Number);
}

/** A process is started by one of its threads. */
function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${String(pid)}/task`);
  } catch {
    return []; // It has ended meanwhile, or this system has no /proc.
  }
}

function readProc(file: string): string {
  try {
    return readFileSync(`/proc/${file}`, 'utf8');
  } catch {
    return ''; // It has ended meanwhile.
  }
}
