import { isMergeBase } from './mergeBase.js';
import { Deletions } from './deletions.js';
import { asSyncError } from '../../core/errors.js';
import type { Outcome } from '../../core/outcome.js';
import { transfersOf, type Plan } from '../plan/plan.js';
import { reasonToKeep } from '../plan/planRows.js';
import { forEachLimited } from '../../core/concurrency/limited.js';
import type { LogSink } from '../../core/progress.js';
import { Run, type RunSetup } from './run.js';
import { Transfers } from './transfers.js';
import { unlessAborted } from '../../core/concurrency/unlessAborted.js';

/**
 * Carries out a plan: transfers, then deletions, with a last look before each act. Saves the manifest during the run
 * and at its end. Returns what was done, whatever ended the run (docs/sync-contract.md §9). `cancel` ends the run in
 * order; `hurry` ends it at once: unfinished work is abandoned, and its files are named in the outcome.
 */
export async function applyPlan(
  request: RunSetup,
  cancel: AbortSignal,
  hurry: AbortSignal | undefined,
): Promise<Outcome> {
  const run = new Run(request, cancel);
  const { plan, log } = request;
  logLeftAlone(plan, log);
  for (const { path, code, cause, data } of plan.failed) {
    const partner = plan.heldBack.find(({ becauseOf }) => becauseOf === path)?.path;
    const known = { ...data, file: path, cause, ...(partner !== undefined && { partner }) };
    run.failed.push({ path, code, data: known });
  }
  const transfers = new Transfers(run);
  const deletions = new Deletions(run);
  await unlessAborted(hurry, carryOut(run, transfers, deletions));
  run.context.recorder.seal();
  return outcomeOf(run, transfers, deletions, cancel.aborted);
}

async function carryOut(run: Run, transfers: Transfers, deletions: Deletions): Promise<void> {
  try {
    await rememberAdopted(run);
    await transfers.carryOut();
    await deletions.carryOut();
  } catch (error) {
    run.stop(asSyncError(error));
  }
  await run.close();
}

function outcomeOf(run: Run, transfers: Transfers, deletions: Deletions, cancelled: boolean): Outcome {
  const { plan } = run.request;
  const { transferred, captionsWithoutImage, copies, bytes, heldBack } = transfers;
  const { deleted } = deletions;
  const named = new Set([
    ...[...transferred, ...captionsWithoutImage, ...copies, ...deleted],
    ...run.failed.map(({ path }) => path),
  ]);
  const unconfirmed = run.context.recorder.changed.without(named);
  for (const path of unconfirmed) named.add(path);
  const isLeft = (path: string): boolean => !named.has(path);
  return {
    transferred,
    captionsWithoutImage,
    copies,
    unconfirmed,
    bytes,
    deleted,
    failed: run.failed,
    deletionsSkipped: plan.deletions.filter(({ path }) => isLeft(path)).length,
    notAttempted: transfersOf(plan)
      .map(({ path }) => path)
      .filter((path) => isLeft(path) && !heldBack.has(path)),
    stoppedBy: run.stoppedBy,
    cancelled,
    runId: run.id,
  };
}

/** Logs what the comparison decided without any act, because no act will log it. */
function logLeftAlone({ direction, kept, conflicts, refused, failed }: Plan, log: LogSink): void {
  const changed = direction === 'to-s3' ? 'changed in S3' : 'changed here';
  for (const { path, sparedFrom } of kept)
    log('info', `Kept (${sparedFrom === undefined ? changed : reasonToKeep({ sparedFrom })}): ${path}`);
  for (const { path, reason } of conflicts) log('info', `Conflict (${reason}): ${path}`);
  for (const { path, cause } of refused) log('info', `Left alone (${cause}): ${path}`);
  for (const { path, cause } of failed) log('info', `Failed (${cause}): ${path}`);
}

/**
 * Remembers captions that were already the same on both sides: without their texts, a later conflict could not be
 * merged.
 */
async function rememberAdopted({ request, signal }: Run): Promise<void> {
  const { plan, files, recovery, concurrency, log } = request;
  await forEachLimited(plan.adopted, concurrency, signal, async (path) => {
    try {
      const { sha256, bytes } = await files.read(path, signal);
      if (isMergeBase(path, bytes.length)) await recovery.rememberCaption(sha256, bytes);
    } catch (error) {
      const failure = asSyncError(error, { file: path });
      if (failure.code !== 'cancelled')
        log('warn', `${path} is not known for a later merge: ${failure.message}`);
    }
  });
}
