import { deleteAll } from './deletions.js';
import type { Outcome } from './outcome.js';
import { Run, type RunRequest } from './run.js';
import { transferAll } from './transfers.js';

/**
 * Carries out a plan: transfers, then deletions, each looking once more before it acts. The manifest is saved as the
 * run goes and at its end, whatever the end. Throws only where not even the manifest could be saved.
 */
export async function applyPlan(request: RunRequest, cancel: AbortSignal): Promise<Outcome> {
  const run = new Run(request, cancel);
  const { plan } = request;
  for (const { path, code, cause } of plan.failed) {
    const partner = plan.heldBack.find(({ becauseOf }) => becauseOf === path)?.path;
    run.failed.push({ path, code, data: { file: path, cause, ...(partner !== undefined && { partner }) } });
  }
  const { transferred, notAttempted, bytes } = await transferAll(run);
  const { deleted, skipped } = await deleteAll(run);
  await run.close();
  return {
    transferred,
    bytes,
    deleted,
    failed: run.failed,
    deletionsSkipped: skipped,
    notAttempted,
    stoppedBy: run.stoppedBy,
    cancelled: cancel.aborted,
  };
}
