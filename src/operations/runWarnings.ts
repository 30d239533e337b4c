import type { FileStore } from '../core/ports/fileStore.js';
import type { LogSink } from '../core/progress.js';
import type { StyleAdapters } from './protocol/adapters.js';

/** Warnings that a run logs at its beginning; the run continues. The command line prints them on standard error. */

/** Warns that a later undo will not know who made this run, where that is so. */
export function warnOfUnprovenRun(
  { secretProblem }: Pick<StyleAdapters, 'secretProblem'>,
  log: LogSink,
): void {
  const problem = secretProblem();
  if (problem === undefined) return;
  log('warn', `This run will not be known to be yours, and an undo of it will ask for a yes: ${problem}`);
}

/** Warns that history and lock of the style are in a folder where other users do not look, where that is so. */
export function warnOfStoreElsewhere(
  root: string,
  { storeElsewhereOf }: Pick<StyleAdapters, 'storeElsewhereOf'>,
  log: LogSink,
): void {
  const store = storeElsewhereOf(root);
  if (store === undefined) return;
  log('warn', `History and lock of this style are yours alone, in ${store.folder}: ${store.why}`);
}

/** Warns that the style's folder was reached through a link, and names both. */
export function warnOfLinkedFolder(
  { root, linkedFrom }: Pick<FileStore, 'root' | 'linkedFrom'>,
  log: LogSink,
): void {
  if (linkedFrom !== undefined)
    log('warn', `“${linkedFrom}” is a link: the folder of the style is “${root}”`);
}
