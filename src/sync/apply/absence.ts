import type { RunContext } from './runContext.js';
import { asSyncError, SyncError } from '../../core/errors.js';
import type { Deletion } from '../plan/plan.js';

/**
 * Asks the source once more for the name that is about to be deleted in the target: a listing that ended early, lags
 * behind, or was made while a tool moved files proves no absence (docs/sync-contract.md §3.6). Throws
 * `listing-was-wrong` where the source has it, `absence-not-confirmed` where the source does not answer, and errors
 * that stop a run.
 */
export async function confirmAbsence(deletion: Deletion, context: RunContext): Promise<void> {
  const { path } = deletion;
  try {
    if (await sourceHas(deletion, context)) throw new SyncError('listing-was-wrong', { file: path });
  } catch (error) {
    const failure = asSyncError(error, { file: path });
    const { code, data, message } = failure;
    // Denial of this one request, or of all of them, is no answer; where the listing was allowed, the run can continue.
    const isNoAnswer = code === 'access-denied' || !failure.stopsTheRun;
    if (code === 'listing-was-wrong' || !isNoAnswer) throw failure;
    const cause = data.cause ?? message;
    throw new SyncError('absence-not-confirmed', { file: path, cause }, { cause: failure });
  }
}

async function sourceHas(
  { action, path }: Deletion,
  { files, objects, keyPrefix, signal }: RunContext,
): Promise<boolean> {
  if (action === 'delete-object') return files.has(path);
  return !(await objects.isAbsent(keyPrefix + path, signal));
}
