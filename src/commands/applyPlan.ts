import { showInformation, t } from '../host/shown/messages.js';
import type { SyncResult } from '../operations/protocol/results.js';
import type { CommandServices } from './commandServices.js';

/**
 * Apply (of the view “Sync Plan”).
 * 1. Carries out the rows that are checked and those that were decided about, each only if it still is what was shown.
 *    Asks only where the plan looks like an accident.
 * 2. Shows the progress, with cancel, and closes with the numbers.
 * 3. Takes the plan away; where rows were left alone because they had changed, or were not reached, shows those anew.
 */
export async function applyShownPlan({ review, syncs, merges, log }: CommandServices): Promise<void> {
  const plan = review.current;
  if (plan === undefined) return;
  const { planned, model } = plan;
  const approved = model.approved();
  if (approved.length === 0) {
    void showInformation(t('Nothing of the plan is chosen.'));
    return;
  }
  const result = await syncs.apply(planned, approved);
  // Declined, or failed before anything was done: the plan is still to be looked at.
  if (result === undefined) return;
  for (const file of result.drifted_files) log.warn(`Changed since the preview, left alone: ${file}`);
  if (review.current !== plan) return;
  if (!isUnfinished(result)) {
    review.close();
    await merges.forget(
      planned.style,
      approved.map(({ file }) => file),
    );
    return;
  }
  const rest = await syncs.preview(planned.style, planned.direction, planned);
  const files = new Set(approved.map(({ file }) => file));
  const rows = rest?.result.plan?.filter(({ file }) => files.has(file)) ?? [];
  if (rest === undefined || rows.length === 0) review.close();
  else void review.show({ ...rest, result: { ...rest.result, plan: rows } });
}

/** Approved rows may be left to be done. */
function isUnfinished(result: SyncResult): boolean {
  const { drifted, failed, not_attempted, deletions_skipped, cancelled, stopped_by } = result;
  return cancelled || stopped_by !== undefined || drifted + failed + not_attempted + deletions_skipped > 0;
}
