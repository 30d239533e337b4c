import { unlinkSync } from 'node:fs';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { changedOnDisk } from '../../core/commonErrors.js';
import type { LocalHashes } from '../../core/ports/fileStore.js';
import { writeError } from '../files/errno.js';
import type { OpeningRule } from '../files/openingRule.js';
import { hashFile } from './readFile.js';
import { unchangedPath } from '../files/unchangedPath.js';

/** See `FileStore.delete`. Removes a symbolic link but not its target. Leaves folders alone, even empty ones. */
export async function deleteFile(
  root: string,
  path: RelativePath,
  rule: OpeningRule,
  expected: LocalHashes,
  signal: AbortSignal,
): Promise<void> {
  try {
    const absolute = unchangedPath(root, path, rule, expected.file);
    const { sha256 } = await hashFile({ absolute, path, rule }, signal);
    if (sha256 !== expected.sha256) throw changedOnDisk(path);
    // Hashing takes time: one more look, with nothing between it and the act.
    unlinkSync(unchangedPath(root, path, rule, expected.file));
  } catch (error) {
    throw writeError(error, path);
  }
}
