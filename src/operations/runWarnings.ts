import type { FileStore } from '../core/ports/fileStore.js';
import type { LogSink } from '../core/progress.js';
import type { StyleAdapters } from './protocol/adapters.js';

/** Warnings that a run logs when it starts. The command line prints them on standard error. */

/** Warns where a later undo will not be able to prove that this user made the run. */
export function warnOfUnprovenRun(
  { secretProblem }: Pick<StyleAdapters, 'secretProblem'>,
  log: LogSink,
): void {
  const problem = secretProblem();
  if (problem === undefined) return;
  log('warn', `This run will not be known to be yours, and an undo of it will ask for a yes: ${problem}`);
}

/** Warns where history and lock of the style are in a folder that other users do not use. */
export function warnOfStoreElsewhere(
  root: string,
  { storeElsewhereOf }: Pick<StyleAdapters, 'storeElsewhereOf'>,
  log: LogSink,
): void {
  const store = storeElsewhereOf(root);
  if (store === undefined) return;
  log('warn', `History and lock of this style are yours alone, in ${store.folder}: ${store.why}`);
}

/** Warns where the style's folder was reached through a link, and names both. */
export function warnOfLinkedFolder(
  { root, linkedFrom }: Pick<FileStore, 'root' | 'linkedFrom'>,
  log: LogSink,
): void {
  if (linkedFrom !== undefined)
    log('warn', `“${linkedFrom}” is a link: the folder of the style is “${root}”`);
}
