import type { Deletion } from './plan.js';
import type { FileStore, ObjectStore } from './ports.js';

export interface DeletionContext {
  readonly files: FileStore;
  readonly objects: ObjectStore;
}

/** Deletes one file or object that still is what the plan saw. Throws `changed-during-sync` where it is not. */
export async function deleteTarget(
  deletion: Deletion,
  { files, objects }: DeletionContext,
  signal: AbortSignal,
): Promise<void> {
  if (deletion.action === 'delete-file') {
    await files.delete(deletion.path, deletion.local, signal);
    return;
  }
  await objects.delete(deletion.remote.key, deletion.remote, signal);
}

/** Every deletion is logged in these words (README.md, “Sync rules”). */
export function deletionLogLine({ action, path }: Deletion): string {
  return action === 'delete-object'
    ? `Deleted from S3 (not in local): ${path}`
    : `Deleted local file (not in S3): ${path}`;
}

/** The line before the act, with the reason (docs/sync-contract.md §3.7). */
export function deletionIntentLine({ action, path, reason }: Deletion): string {
  return action === 'delete-object'
    ? `Deleting from S3: ${path} (${reason})`
    : `Deleting local file: ${path} (${reason})`;
}
