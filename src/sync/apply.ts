import { isRemembered } from './acting.js';
import { deleteAll } from './deletions.js';
import { asSyncError } from './errors.js';
import type { Outcome } from './outcome.js';
import { forEachLimited } from './pool.js';
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
  await rememberAdopted(run);
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
    runId: run.id,
  };
}

/** Captions that both sides had already: without their texts a later conflict could not be merged. */
async function rememberAdopted({ request, signal }: Run): Promise<void> {
  const { plan, files, recovery, concurrency, log } = request;
  await forEachLimited(plan.adopted, concurrency, signal, async (path) => {
    try {
      const { sha256, bytes } = await files.read(path, signal);
      if (isRemembered(path, bytes.length)) await recovery.rememberCaption(sha256, bytes);
    } catch (error) {
      const failure = asSyncError(error, { file: path });
      if (failure.code !== 'cancelled')
        log('warn', `${path} is not known for a later merge: ${failure.message}`);
    }
  });
}
