import { problemWithName } from '../core/names.js';
import type { RelativePath } from '../dataset/trainingImage.js';
import { notRecoverable } from '../core/commonErrors.js';
import { SyncError } from '../core/errors.js';
import { keyPrefixOf } from '../core/location.js';
import type { RecordedAct, RunHeader } from '../core/ports/journal.js';
import { trashFolderOf } from './trash.js';

/**
 * A run works on files of its style, and puts its backups into its own trash folder. A journal that says otherwise
 * would let an undo touch what is not the style's, so it is refused, whoever wrote it. Throws `unsafe-name`,
 * `not-recoverable`.
 */
export function checkIsInReach(
  path: RelativePath,
  acts: readonly RecordedAct[],
  { location, id }: RunHeader,
): void {
  const problem = problemWithName(path, keyPrefixOf(location), 'posix');
  if (problem !== undefined) throw new SyncError('unsafe-name', { file: path, cause: problem });
  const trash = trashFolderOf(location, id);
  for (const { before } of acts) {
    if (before === null || !('key' in before.kept) || before.kept.key.startsWith(trash)) continue;
    throw notRecoverable(path, 'what it was is said to be outside of the trash folder of its sync');
  }
}
