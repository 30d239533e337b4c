import type { RecoveryLimits } from '../../core/ports/journal.js';

/** The age and size of a run. */
export interface LimitedRun {
  /** By the clock at that time, which may have been wrong. */
  readonly startedAtMs: number;
  /** Whether it was this machine's clock. */
  readonly isProven: boolean;
  readonly bytesTaken: number;
}

/**
 * How many runs are beyond the limits: the last run beyond them, and all runs before it. `runs`: in the order in which
 * they were made; the newest is never counted. Where a run lies in the future, the clock was wrong then or is wrong
 * now, so no age is known (docs/sync-contract.md §8).
 */
export function countBeyond(
  runs: readonly LimitedRun[],
  { maxAgeMs, maxBytes }: RecoveryLimits,
  nowMs: number,
): number {
  const starts = startsOf(runs);
  const clockWasAhead = runs.some(({ startedAtMs, isProven }) => isProven && startedAtMs > nowMs);
  const oldestMs = clockWasAhead ? Number.NEGATIVE_INFINITY : nowMs - maxAgeMs;
  let bytes = 0;
  const newestBeyond = runs.findLastIndex(({ bytesTaken }, index) => {
    bytes += bytesTaken;
    if (index === runs.length - 1) return false;
    return bytes > maxBytes || (starts[index] ?? nowMs) < oldestMs;
  });
  return newestBeyond + 1;
}

/** The earliest possible start of each run: not before the runs that precede it. */
function startsOf(runs: readonly LimitedRun[]): number[] {
  let latest = Number.NEGATIVE_INFINITY;
  return runs.map(({ startedAtMs, isProven }) => {
    if (!isProven) return Math.max(latest, startedAtMs);
    latest = Math.max(latest, startedAtMs);
    return latest;
  });
}
