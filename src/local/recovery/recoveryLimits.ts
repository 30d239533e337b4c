import type { RecoveryLimits } from '../../core/ports/journal.js';

/** What is known of a run's age and size. */
export interface LimitedRun {
  /** By the clock that was; it may have been wrong. */
  readonly startedAtMs: number;
  /** Whether it was this machine's clock. */
  readonly isProven: boolean;
  readonly bytesTaken: number;
}

/**
 * How many runs are beyond the limits: the last one that is, and all before it. `runs`: in the order in which they were
 * made; the newest is never among them. Where a run lies in the future, the clock was wrong then or is now: no age is
 * known (docs/sync-contract.md §8).
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

/** When each began at the earliest: no sooner than those before it. */
function startsOf(runs: readonly LimitedRun[]): number[] {
  let latest = Number.NEGATIVE_INFINITY;
  return runs.map(({ startedAtMs, isProven }) => {
    if (!isProven) return Math.max(latest, startedAtMs);
    latest = Math.max(latest, startedAtMs);
    return latest;
  });
}
