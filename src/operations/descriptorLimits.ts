import type { ObjectStore } from '../core/ports/objectStore.js';
import type { LogSink } from '../core/progress.js';
import type { StyleAdapters } from './protocol/adapters.js';

/**
 * Descriptors per transfer slot: four small files share a slot, each with a connection and an open file, and the flush
 * of a folder takes one.
 */
const PER_PLACE = 9;
/**
 * Descriptors that are open at times, whatever the concurrency: of the journal, the manifest and the pages of a
 * listing.
 */
const BESIDE = 12;

/** Lowers the concurrency of a request to what the free file descriptors of this process allow. */
export function limitConcurrency<R extends { readonly concurrency: number }>(
  request: R,
  { descriptorsLeft }: Pick<StyleAdapters, 'descriptorsLeft'>,
  log: LogSink,
): R {
  const left = descriptorsLeft();
  if (left === undefined) return request;
  const concurrency = Math.max(1, Math.min(request.concurrency, Math.floor((left - BESIDE) / PER_PLACE)));
  if (concurrency === request.concurrency) return request;
  const [less, wanted] = [String(concurrency), String(request.concurrency)];
  log(
    'warn',
    `This process may open few files at once (ulimit -n): concurrency ${less} instead of ${wanted}`,
  );
  return { ...request, concurrency };
}

/**
 * Handles a lack of descriptors in the middle of a run, when other parts of the process have taken them: the run
 * continues with fewer requests at once. The returned function ends the handling.
 */
export function useFewerConnectionsWhenShort(
  objects: ObjectStore,
  { whenNoDescriptorIsLeft }: Pick<StyleAdapters, 'whenNoDescriptorIsLeft'>,
  log: LogSink,
): () => void {
  let isSaid = false;
  return whenNoDescriptorIsLeft(() => {
    objects.useFewerConnections();
    if (!isSaid) log('warn', 'This process may open no more files now (ulimit -n): less is done at once');
    isSaid = true;
  });
}
