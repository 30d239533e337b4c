import { unlinkSync } from 'node:fs';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { SyncError } from '../../core/errors.js';
import type { LocalHashes } from '../../core/ports/ports.js';
import { writeError } from '../files/errno.js';
import { isSameState, statFile } from '../files/fileState.js';
import type { OpeningRule } from '../files/openingRule.js';
import { hashFile } from './readFile.js';
import { safePath } from '../files/safePath.js';

/**
 * `FileStore.delete`: see there. Of a symbolic link only the link goes, what it leads to stays. Folders stay, empty or
 * not.
 */
export async function deleteFile(
  root: string,
  path: RelativePath,
  rule: OpeningRule,
  expected: LocalHashes,
  signal: AbortSignal,
): Promise<void> {
  try {
    const absolute = checkState(root, path, rule, expected);
    const { sha256 } = await hashFile({ absolute, path, rule }, signal);
    if (sha256 !== expected.sha256) throw changed(path);
    // Hashing took its time: one more look, with nothing between it and the act.
    unlinkSync(checkState(root, path, rule, expected));
  } catch (error) {
    throw writeError(error, path);
  }
}

/** The path of the file that is still the expected one. Throws `changed-during-sync`. */
function checkState(root: string, path: RelativePath, rule: OpeningRule, expected: LocalHashes): string {
  const absolute = safePath(root, path);
  if (!isSameState(statFile(absolute, path, rule), expected.file)) throw changed(path);
  return absolute;
}

const changed = (path: RelativePath): SyncError =>
  new SyncError('changed-during-sync', { file: path, cause: 'the file changed on disk' });
