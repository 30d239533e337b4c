import { SyncError } from '../core/errors.js';
import type { FileStore } from '../core/ports/fileStore.js';
import type { LogSink } from '../core/progress.js';

type Folder = Pick<FileStore, 'root' | 'linkedFrom'>;

/** The real path of a style's folder, where it was reached through a link to elsewhere (docs/sync-contract.md §8). */
export const linkedFolderOf = ({ root, linkedFrom }: Folder): string | undefined =>
  linkedFrom === undefined ? undefined : root;

/** Says once in a run, and on standard error of the command line, whose files it is about. */
export function warnOfLinkedFolder({ root, linkedFrom }: Folder, log: LogSink): void {
  if (linkedFrom !== undefined)
    log('warn', `“${linkedFrom}” is a link: the folder of the style is “${root}”`);
}

const NAMED = 5;

/** Throws `linked-folder`, with their names, where files would be lost in a folder that was reached through a link. */
export function checkLosesNothing({ root, linkedFrom }: Folder, lost: readonly string[]): void {
  if (linkedFrom === undefined || lost.length === 0) return;
  const more = lost.length > NAMED ? [`${String(lost.length - NAMED)} more`] : [];
  const names = [...lost.slice(0, NAMED), ...more].join(', ');
  const cause = `“${root}”, where files would be replaced or deleted: ${names}`;
  throw new SyncError('linked-folder', { file: linkedFrom, cause });
}
