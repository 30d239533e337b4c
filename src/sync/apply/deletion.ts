import { confirmAbsence } from './absence.js';
import { onTarget } from './onTarget.js';
import type { RunContext } from './runContext.js';
import { changedInS3, unsavedChanges } from '../../core/commonErrors.js';
import { isSameEtag } from '../../core/content/etag.js';
import type { DeleteFile, DeleteObject, Deletion } from '../plan/plan.js';

/**
 * Deletes one file or object that is still what the plan saw, recoverably. Throws `target-changed` where it is not, and
 * `unsaved-changes` where it has unsaved edits in the editor.
 */
export async function deleteTarget(deletion: Deletion, context: RunContext): Promise<void> {
  return onTarget(deletion.path, () =>
    deletion.action === 'delete-file' ? deleteFile(deletion, context) : deleteObject(deletion, context),
  );
}

async function deleteFile(
  { path, local, reason }: DeleteFile,
  { files, recorder, signal, baseOf, isUnsaved }: RunContext,
): Promise<void> {
  if (isUnsaved(path)) throw unsavedChanges(path);
  const intent = await recorder.localAct({ path, before: local, after: null, base: baseOf(path), reason });
  await files.delete(path, local, signal);
  await intent.done();
}

async function deleteObject(deletion: DeleteObject, context: RunContext): Promise<void> {
  const { path, s3, reason } = deletion;
  const { objects, recorder, signal, baseOf } = context;
  const { key } = s3;
  const before = await objects.head(key, signal, s3);
  if (before === undefined) return;
  if (!isSameEtag(before.etag, s3.etag)) {
    throw changedInS3(path);
  }
  const act = { path, key, before, after: null, base: baseOf(path), reason };
  const intent = await recorder.s3Act(act, signal);
  // The object was looked at and copied since the pair was confirmed; another look at the disk costs nothing.
  await confirmAbsence(deletion, context);
  await objects.delete(key, before, signal);
  await intent.done();
}

/** The log line of every deletion (README.md, “Sync rules”). */
export function deletionLogLine({ action, path }: Deletion): string {
  return action === 'delete-object'
    ? `Deleted from S3 (not in local): ${path}`
    : `Deleted local file (not in S3): ${path}`;
}

/** The log line before the act, with the reason (docs/sync-contract.md §3.7). */
export function deletionIntentLine({ action, path, reason }: Deletion): string {
  return action === 'delete-object'
    ? `Deleting from S3: ${path} (${reason})`
    : `Deleting local file: ${path} (${reason})`;
}
