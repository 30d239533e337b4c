import type { RelativePath } from '../../dataset/trainingImage.js';
import { hasCode, SyncError } from '../../core/errors.js';

/**
 * Runs an act on the target. A target that changed meanwhile is not a failure of the run: `changed-during-sync` becomes
 * `target-changed`, a conflict for the user to decide.
 */
export async function onTarget<T>(path: RelativePath, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!hasCode(error, 'changed-during-sync')) throw error;
    throw new SyncError('target-changed', { ...error.data, file: path }, { cause: error });
  }
}
