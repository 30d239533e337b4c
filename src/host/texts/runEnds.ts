import type { FailedFile, SyncResult, UndoResult } from '../../operations/protocol/results.js';
import { describeError } from '../../operations/texts/errorTexts.js';
import { summarySentence } from '../../operations/texts/syncTexts.js';
import type { Translate } from '../../operations/texts/translate.js';
import { undoSentence } from '../../operations/texts/undoTexts.js';

/** How a run ended: `failed` is what the user should look into. */
export type RunOutcome = 'done' | 'failed' | 'cancelled';

/** The end of a run, for its closing message. */
export interface RunEnd {
  /** `Synced 16 to S3: 34 uploaded, 2 deleted.` */
  readonly message: string;
  /** A run that the user stopped has not failed, however far it came. */
  readonly outcome: RunOutcome;
  /** Whether the user should look into something; that can be so after a cancelled run as well. */
  readonly needsAttention: boolean;
  /** What ended the run early; `message` says it already. */
  readonly stoppedBy: FailedFile | undefined;
}

export function endOfSync(result: SyncResult, t: Translate): RunEnd {
  const { failed, conflicts, refused, drifted, deletions_skipped, unconfirmed } = result;
  const troubles = failed + conflicts + refused + drifted + deletions_skipped + unconfirmed;
  return endOf(summarySentence(result, t), result, troubles, t);
}

/** `isPart`: only some files of the run were taken back. `nowMs`: milliseconds since the epoch. */
export function endOfUndo(result: UndoResult, isPart: boolean, nowMs: number, t: Translate): RunEnd {
  return endOf(undoSentence(result, isPart, nowMs, t), result, result.failed + result.unconfirmed, t);
}

/** `troubles`: how many files the user should look into. */
function endOf(
  summary: string,
  { cancelled, stopped_by: stop }: SyncResult | UndoResult,
  troubles: number,
  t: Translate,
): RunEnd {
  const needsAttention = stop !== undefined || troubles > 0;
  return {
    message: stop === undefined ? summary : `${summary} ${describeError(stop.code, stop.data, t)}`,
    outcome: cancelled ? 'cancelled' : needsAttention ? 'failed' : 'done',
    needsAttention,
    stoppedBy: stop,
  };
}
