import { showInformation, t } from '../host/shown/messages.js';
import type { SyncResult } from '../operations/protocol/results.js';
import type { CommandServices } from './commandServices.js';

/**
 * Apply (of the view “Sync Plan”).
 * 1. Carries out the checked rows and the resolved ones, each only if it is unchanged since it was shown. Asks only
 *    where the plan deletes files or looks like an accident.
 * 2. Shows the progress, with cancel, and closes with the numbers.
 * 3. Closes the plan. Where rows were left alone because they had changed, or were not reached, shows those again, with
 *    the conflicts that are not resolved yet.
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
  // The user declined, or the run failed before it changed anything: the plan stays open.
  if (result === undefined) return;
  for (const file of result.drifted_files) log.warn(`Changed since the preview, left alone: ${file}`);
  if (review.current !== plan) return;
  const files = new Set([
    ...(isUnfinished(result) ? approved.map(({ file }) => file) : []),
    ...model.unresolvedConflicts(),
  ]);
  if (files.size === 0) {
    review.close();
    await merges.forget(
      planned.style,
      approved.map(({ file }) => file),
    );
    return;
  }
  const rest = await syncs.preview(planned.style, planned.direction, planned);
  const rows = rest?.result.plan?.filter(({ file }) => files.has(file)) ?? [];
  if (rest === undefined || rows.length === 0) review.close();
  else void review.show({ ...rest, result: { ...rest.result, plan: rows } });
}

/** Whether approved rows may not have been carried out. */
function isUnfinished(result: SyncResult): boolean {
  const { drifted, failed, not_attempted, deletions_skipped, cancelled, stopped_by } = result;
  return cancelled || stopped_by !== undefined || drifted + failed + not_attempted + deletions_skipped > 0;
}
