import type { SyncResult, UndoResult } from '../styles/results.js';

/** Exit statuses, as the README promises them. */
export const ALL_DONE = 0;
export const SOME_FAILED = 1;
export const NOTHING_DONE = 2;

export function statusOfSync(result: SyncResult): number {
  const done = result.direction === 'to-s3' ? result.uploaded : result.downloaded;
  if (result.cancelled && done + result.deleted === 0) return NOTHING_DONE;
  const { failed, conflicts, refused, not_attempted, deletions_skipped, drifted } = result;
  const isWhole = failed + conflicts + refused + not_attempted + deletions_skipped + drifted === 0;
  return isWhole && !result.cancelled ? ALL_DONE : SOME_FAILED;
}

export function statusOfUndo({ kept, failed, cancelled, stopped_by, run_id }: UndoResult): number {
  if (cancelled && run_id === undefined) return NOTHING_DONE;
  return kept + failed === 0 && !cancelled && stopped_by === undefined ? ALL_DONE : SOME_FAILED;
}
