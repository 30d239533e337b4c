import { SyncError } from '../core/errors.js';
import type { FileStore } from '../core/ports/fileStore.js';
import { firstNames } from './texts/firstNames.js';

type Folder = Pick<FileStore, 'root' | 'linkedFrom'>;

/**
 * The real path of a style's folder that was reached through a link to elsewhere (docs/sync-contract.md §8);
 * `undefined`: the folder is no link.
 */
export const linkedFolderOf = ({ root, linkedFrom }: Folder): string | undefined =>
  linkedFrom === undefined ? undefined : root;

/**
 * Throws `linked-folder` with the names of the files that would be lost in a folder that was reached through a link.
 */
export function checkLosesNothing({ root, linkedFrom }: Folder, lost: readonly string[]): void {
  if (linkedFrom === undefined || lost.length === 0) return;
  const cause = `“${root}”, where files would be replaced or deleted: ${firstNames(lost)}`;
  throw new SyncError('linked-folder', { file: linkedFrom, cause });
}
