import type { FileStore } from '../sync/ports.js';
import type { LogSink } from '../sync/progress.js';

type Folder = Pick<FileStore, 'root' | 'linkedFrom'>;

/** The real path of a style's folder, where it was reached through a link to elsewhere (docs/sync-contract.md §8). */
export const linkedFolderOf = ({ root, linkedFrom }: Folder): string | undefined =>
  linkedFrom === undefined ? undefined : root;

/** Says once in a run, and on standard error of the command line, whose files it is about. */
export function warnOfLinkedFolder({ root, linkedFrom }: Folder, log: LogSink): void {
  if (linkedFrom !== undefined)
    log('warn', `“${linkedFrom}” is a link: the folder of the style is “${root}”`);
}
