import type { FailedFile, PairsResult, SyncResult, UndoResult } from '../../operations/protocol/results.js';
import { describeError } from '../../operations/texts/errorTexts.js';
import { editSentence } from '../../operations/texts/pairsTexts.js';
import { summarySentence } from '../../operations/texts/syncTexts.js';
import type { Translate } from '../../operations/texts/translate.js';
import { undoSentence } from '../../operations/texts/undoTexts.js';

/** How a run ended: `failed` is what the user should look into. */
export type RunOutcome = 'done' | 'failed' | 'cancelled';

/** The end of a run, for its closing message. */
export interface RunEnd {
  /** `Synced 16 to S3: 34 uploaded, 2 deleted.` */
  readonly message: string;
  /** `cancelled` where the user stopped the run, however far it came. */
  readonly outcome: RunOutcome;
  /** Whether the user should look into something. A cancelled run can need attention as well. */
  readonly needsAttention: boolean;
  /** The error that ended the run early; `message` contains its sentence. */
  readonly stoppedBy: FailedFile | undefined;
}

export function endOfSync(result: SyncResult, t: Translate): RunEnd {
  const { failed, conflicts, refused, drifted, deletions_skipped, unconfirmed } = result;
  const troubles = failed + conflicts + refused + drifted + deletions_skipped + unconfirmed;
  return endOf(summarySentence(result, t), result, troubles, t);
}

/** `isPart`: only some files of the run were restored. `nowMs`: milliseconds since the epoch. */
export function endOfUndo(result: UndoResult, isPart: boolean, nowMs: number, t: Translate): RunEnd {
  return endOf(undoSentence(result, isPart, nowMs, t), result, result.failed + result.unconfirmed, t);
}

export function endOfEdit(result: PairsResult, other: string | undefined, t: Translate): RunEnd {
  return endOf(editSentence(result, other, t), result, result.failed, t);
}

/** `troubles`: the number of files that the user should look into. */
function endOf(
  summary: string,
  { cancelled, stopped_by: stop }: SyncResult | UndoResult | PairsResult,
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
