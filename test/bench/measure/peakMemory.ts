import { readdirSync, readFileSync } from 'node:fs';

/** Short enough to see every process; the kernel keeps the peak of each one. */
const INTERVAL_MS = 20;

/**
 * Watches, on Linux, the resident memory of the children of a process. The result is the largest sum of the peaks of
 * all processes that existed at the same time.
 */
export class PeakMemory {
  #kibibytes = 0;
  readonly #timer: NodeJS.Timeout;

  /** @param pid the parent process, whose own memory does not count */
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

/** The threads of a process: the kernel lists children by the thread that started them. */
function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${String(pid)}/task`);
  } catch {
    return []; // The process has ended, or this system has no /proc.
  }
}

function readProc(file: string): string {
  try {
    return readFileSync(`/proc/${file}`, 'utf8');
  } catch {
    return ''; // The process has ended.
  }
}
