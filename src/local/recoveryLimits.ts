import type { RecordedRun, RecoveryLimits } from '../recovery/journal.js';

/**
 * The runs that are beyond the limits, oldest first: the first one that is, and all before it. `runs`: oldest first;
 * the newest is never among them.
 */
export function runsBeyond(
  runs: readonly RecordedRun[],
  { maxAgeMs, maxBytes }: RecoveryLimits,
  nowMs: number,
): readonly RecordedRun[] {
  let bytes = 0;
  const newestBeyond = runs.findLastIndex((run, index) => {
    bytes += bytesTakenAway(run);
    if (index === runs.length - 1) return false;
    return bytes > maxBytes || run.header.startedAtMs < nowMs - maxAgeMs;
  });
  return runs.slice(0, newestBeyond + 1);
}

/** On both sides. An act that may not have happened counts: its bytes were kept before it. */
const bytesTakenAway = ({ acts }: RecordedRun): number =>
  acts.reduce((sum, { before }) => sum + (before?.size ?? 0), 0);
