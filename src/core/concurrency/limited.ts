/**
 * Runs `work` on every item in order, at most `limit` at once. Takes no new item once the signal is aborted; resolves
 * when everything that was begun has ended. `work` must not throw an error that the run should survive: the first error
 * that escapes is thrown after the others have ended.
 */
export async function forEachLimited<T>(
  items: readonly T[],
  limit: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const runner = async (): Promise<void> => {
    while (next < items.length && !signal.aborted) {
      const item = items[next++];
      if (item !== undefined) await work(item);
    }
  };
  const runners = Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, runner);
  const ends = await Promise.allSettled(runners);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/**
 * The results of `work` in the order of the items, with at most `limit` items begun ahead of the consumer. An error is
 * thrown at its item's turn. A consumer that stops early aborts the remaining work through its own signal.
 */
export async function* mapLimited<T, R>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  for (const item of items) {
    const first = underWay.length < limit ? undefined : underWay.shift();
    if (first !== undefined) yield await first;
    const begun = work(item);
    // The consumer may stop before this item's turn; its rejection must not count as unhandled then.
    begun.catch(() => undefined);
    underWay.push(begun);
  }
  for (const last of underWay) yield await last;
}
