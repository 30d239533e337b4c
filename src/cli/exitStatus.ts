import type { SyncResult, UndoResult } from '../operations/protocol/results.js';

/** The exit statuses that the README documents. */
export const ALL_DONE = 0;
export const SOME_FAILED = 1;
export const NOTHING_DONE = 2;

/** `hasWritten`: whether a writing request was sent or a file changed. Otherwise a cancelled run has done nothing. */
export function statusOfSync(result: SyncResult, hasWritten: boolean): number {
  if (result.cancelled && !hasWritten) return NOTHING_DONE;
  const { failed, conflicts, refused, not_attempted, deletions_skipped, drifted } = result;
  const { captions_without_image, unconfirmed, cancelled, stopped_by } = result;
  const left = failed + conflicts + refused + not_attempted + deletions_skipped + drifted;
  const isWhole = left + captions_without_image + unconfirmed === 0;
  return isWhole && !cancelled && stopped_by === undefined ? ALL_DONE : SOME_FAILED;
}

export function statusOfUndo(
  { kept, failed, unconfirmed, cancelled, stopped_by }: UndoResult,
  hasWritten: boolean,
): number {
  if (cancelled && !hasWritten) return NOTHING_DONE;
  return kept + failed + unconfirmed === 0 && !cancelled && stopped_by === undefined ? ALL_DONE : SOME_FAILED;
}

/** The status of a command that threw an error instead of returning a result. */
export const statusOfError = (hasWritten: boolean): number => (hasWritten ? SOME_FAILED : NOTHING_DONE);
