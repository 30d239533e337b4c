import { once } from 'node:events';

/**
 * Waits for `work`, but not longer than until the signal is aborted: then it resolves to `undefined`, and the outcome
 * of `work` is ignored. Rejects as `work` does.
 */
export async function unlessAborted<T>(
  signal: AbortSignal | undefined,
  work: Promise<T>,
): Promise<T | undefined> {
  if (signal === undefined) return work;
  if (signal.aborted) {
    work.catch(() => undefined);
    return undefined;
  }
  const ended = new AbortController();
  const aborted = once(signal, 'abort', { signal: ended.signal }).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.race([work, aborted]);
  } finally {
    ended.abort();
  }
}
