import type { FailedFile, PairsResult, SyncResult, UndoResult } from '../../operations/protocol/results.js';
import { describeError } from '../../operations/texts/errorTexts.js';
import { editSentence } from '../../operations/texts/pairsTexts.js';
import { pairCount } from '../../operations/texts/fileNumbers.js';
import { conflictCount, summarySentence } from '../../operations/texts/syncTexts.js';
import type { Translate } from '../../operations/texts/translate.js';
import { undoSentence } from '../../operations/texts/undoTexts.js';

/** How a run ended. `attention`: something in it is for the user to look into; `failed`: an error ended it. */
export type RunOutcome = 'done' | 'attention' | 'failed' | 'cancelled';

/** What leads from a result to its rows. */
export interface RunOffer {
  readonly kind: 'review' | 'retry' | 'fetch';
  readonly label: string;
}

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
  readonly offers: readonly RunOffer[];
}

export function endOfSync(result: SyncResult, t: Translate): RunEnd {
  const { failed, conflicts, refused, drifted, deletions_skipped, unconfirmed } = result;
  const troubles = failed + conflicts + refused + drifted + deletions_skipped + unconfirmed;
  return { ...endOf(summarySentence(result, t), result, troubles, t), offers: offersOf(result, t) };
}

/** `Review 3 Conflicts…`, `Retry 2 Failed`: the numbers are pairs, as in the plan. */
function offersOf(result: SyncResult, t: Translate): RunOffer[] {
  const conflicts = conflictCount(result);
  const failed = pairCount(result.failed_files.map(({ file }) => file));
  // What ended the whole run is to be mended first, and then all of it is to be synced.
  const isRetried = failed > 0 && result.stopped_by === undefined;
  const review = conflicts === 1 ? t('Review 1 Conflict…') : t('Review {0} Conflicts…', conflicts);
  return [
    ...(conflicts > 0 ? [{ kind: 'review', label: review } as const] : []),
    ...(isRetried ? [{ kind: 'retry', label: t('Retry {0} Failed', failed) } as const] : []),
  ];
}

/** `isPart`: only some files of the run were restored. `nowMs`: milliseconds since the epoch. */
export function endOfUndo(result: UndoResult, isPart: boolean, nowMs: number, t: Translate): RunEnd {
  const end = endOf(undoSentence(result, isPart, nowMs, t), result, result.failed + result.unconfirmed, t);
  // What came back in S3 is not here yet.
  const isFetched = result.direction === 'to-s3' && result.restored > 0 && end.outcome === 'done';
  return isFetched ? { ...end, offers: [{ kind: 'fetch', label: t('Sync from S3') }] } : end;
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
    outcome: cancelled ? 'cancelled' : stop !== undefined ? 'failed' : needsAttention ? 'attention' : 'done',
    needsAttention,
    stoppedBy: stop,
    offers: [],
  };
}
