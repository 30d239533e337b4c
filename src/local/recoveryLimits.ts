import type { RecoveryLimits } from '../recovery/journal.js';

/**
 * How many runs are beyond the limits: the last one that is, and all before it. `runs`: oldest first; the newest is
 * never among them.
 */
export function countBeyond(
  runs: readonly { readonly startedAtMs: number; readonly bytesTaken: number }[],
  { maxAgeMs, maxBytes }: RecoveryLimits,
  nowMs: number,
): number {
  let bytes = 0;
  const newestBeyond = runs.findLastIndex(({ startedAtMs, bytesTaken }, index) => {
    bytes += bytesTaken;
    if (index === runs.length - 1) return false;
    return bytes > maxBytes || startedAtMs < nowMs - maxAgeMs;
  });
  return newestBeyond + 1;
}
