import { SyncError } from '../core/errors.js';
import { overwritesWithoutHistory } from '../sync/plan/guards.js';
import type { FileStore } from '../core/ports/fileStore.js';
import { describeGuards } from './texts/guardTexts.js';
import type { SyncRequest } from './protocol/requests.js';
import { resultOfPlan } from './resultOf.js';
import type { ReviewedPlan } from './reviewPlan.js';
import type { SyncStyleHandlers } from './protocol/syncHandlers.js';

/**
 * Gets the yes that a plan needs, where it needs one: for what would be lost, and for what looks like an accident.
 * Throws `cancelled` where the answer is no, `mass-change` where nobody can be asked.
 */
export async function approvePlan(
  reviewed: ReviewedPlan,
  files: Pick<FileStore, 'root' | 'linkedFrom'>,
  { force, approved, confirm = 'deletes' }: SyncRequest,
  { approve, log }: SyncStyleHandlers,
): Promise<void> {
  const { plan } = reviewed;
  const tripped = force ? [] : reviewed.guards;
  if (approve === undefined) {
    if (tripped.length === 0) return;
    throw new SyncError('mass-change', { cause: describeGuards(plan, tripped, files) });
  }
  // Who has looked at the rows one by one knows what they overwrite; what deletes is asked about in any case.
  const overwritten = approved === undefined ? overwritesWithoutHistory(plan) : 0;
  const asks = confirm === 'deletes' && plan.deletions.length + overwritten > 0;
  if (!asks && tripped.length === 0) return;
  if (await approve(resultOfPlan({ ...reviewed, guards: tripped }))) return;
  log('info', 'Not approved: nothing was changed');
  throw new SyncError('cancelled');
}
