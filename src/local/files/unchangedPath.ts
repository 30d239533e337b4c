import type { RelativePath } from '../../dataset/trainingImage.js';
import { changedOnDisk } from '../../core/commonErrors.js';
import type { LocalFile } from '../../core/ports/fileStore.js';
import { isSameState, statFile } from './fileState.js';
import type { OpeningRule } from './openingRule.js';
import { safePath } from './safePath.js';

/**
 * The absolute path of a file below `root`, looked at just before an act. Throws `changed-during-sync` where its state
 * is not `expected`, and as `safePath` and `statFile` do.
 */
export function unchangedPath(
  root: string,
  path: RelativePath,
  rule: OpeningRule,
  expected: LocalFile,
): string {
  const absolute = safePath(root, path);
  if (isSameState(statFile(absolute, path, rule), expected)) return absolute;
  throw changedOnDisk(path);
}
