import { isRemembered } from './acting.js';
import { deleteAll } from './deletions.js';
import { asSyncError } from './errors.js';
import type { Outcome } from './outcome.js';
import type { Plan } from './plan.js';
import { reasonToKeep } from './planRows.js';
import { forEachLimited } from './pool.js';
import type { LogSink } from './progress.js';
import { Run, type RunRequest } from './run.js';
import { transferAll } from './transfers.js';

/**
 * Carries out a plan: transfers, then deletions, each looking once more before it acts. The manifest is saved as the
 * run goes and at its end, whatever the end. Throws only where not even the manifest could be saved.
 */
export async function applyPlan(request: RunRequest, cancel: AbortSignal): Promise<Outcome> {
  const run = new Run(request, cancel);
  const { plan, log } = request;
  logLeftAlone(plan, log);
  for (const { path, code, cause, data } of plan.failed) {
    const partner = plan.heldBack.find(({ becauseOf }) => becauseOf === path)?.path;
    const known = { ...data, file: path, cause, ...(partner !== undefined && { partner }) };
    run.failed.push({ path, code, data: known });
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

/** What the comparison alone has decided: no act of the run would name it in the log. */
function logLeftAlone({ kept, conflicts, refused, failed }: Plan, log: LogSink): void {
  for (const file of kept) log('info', `Kept (${reasonToKeep(file)}): ${file.path}`);
  for (const { path, reason } of conflicts) log('info', `Conflict (${reason}): ${path}`);
  for (const { path, cause } of refused) log('info', `Left alone (${cause}): ${path}`);
  for (const { path, cause } of failed) log('info', `Failed (${cause}): ${path}`);
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
