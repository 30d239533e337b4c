import type { RecordedAct } from '../core/ports/journal.js';
import type { FolderContext } from '../sync/apply/runContext.js';
import { notRecoverable } from '../core/commonErrors.js';
import { revertLocalAct, type Reverted } from './revertAct.js';
import { revertEachFile, type RevertRequest, type UndoOutcome } from './revertEachFile.js';

export interface UndoEditRequest extends Omit<RevertRequest, 'context' | 'revert'> {
  readonly context: FolderContext;
}

/**
 * Takes an edit of pairs back, file by file, without S3. A file that changed since is kept. The manifest never learned
 * of the edit, so it is right again when the files are. `outcome`: as of `undoRun`.
 */
export async function undoEdit(request: UndoEditRequest, outcome: UndoOutcome): Promise<void> {
  const revert = async (_: string, acts: readonly RecordedAct[]): Promise<readonly Reverted[]> => {
    const reverted: Reverted[] = [];
    for (const act of acts) {
      if (act.side !== 'local') throw notRecoverable(act.path, 'its edit is said to have changed S3');
      const end = await revertLocalAct(act, request.context);
      reverted.push(end);
      if (end.end === 'changed-since') break;
    }
    return reverted;
  };
  await revertEachFile({ ...request, revert }, outcome);
}
