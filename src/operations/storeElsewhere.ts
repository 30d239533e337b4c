import type { LogSink } from '../core/progress.js';
import type { StyleAdapters } from './protocol/adapters.js';

/** Says of a run that what it keeps is not where others look for it, where that is so; the run goes on. */
export function logStoreElsewhere(
  root: string,
  { storeElsewhereOf }: Pick<StyleAdapters, 'storeElsewhereOf'>,
  log: LogSink,
): void {
  const store = storeElsewhereOf(root);
  if (store === undefined) return;
  log('warn', `History and lock of this style are yours alone, in ${store.folder}: ${store.why}`);
}
