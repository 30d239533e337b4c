import type { ObjectStore } from '../core/ports/objectStore.js';
import type { LogSink } from '../core/progress.js';
import type { StyleAdapters } from './protocol/adapters.js';

/** Four small files share a place, each with a connection and a file that is open; and the flush of a folder. */
const PER_PLACE = 9;
/** For what is open now and then, whatever the concurrency: the journal, the manifest, pages of a listing. */
const BESIDE = 12;

/** The request with as many transfers at once as this process can open files and connections for. */
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
 * Until the returned function is called: where no descriptor is left in the middle of a run, because others of the process
 * have taken them, it goes on with fewer requests at once.
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
