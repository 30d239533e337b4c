/**
 * Runs `work` on every item, at most `limit` at once, in order of the items. Stops taking new ones when the signal
 * is aborted; resolves when all that was begun has ended. `work` must not throw what the run should survive:
 * the first error that escapes is thrown after the others have ended.
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
 * What `work` makes of each item, in the order of the items, at most `limit` of them under way ahead of whoever takes it.
 * The first error comes in its turn. Who takes no more ends by a signal of their own what is still under way.
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
    // Its turn may never come: nobody is to miss a handler then.
    begun.catch(() => undefined);
    underWay.push(begun);
  }
  for (const last of underWay) yield await last;
}
