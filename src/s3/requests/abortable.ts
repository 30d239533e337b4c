/**
 * Settles as the promise does, or rejects with an `AbortError` as soon as the signal aborts: whoever cancels does not wait
 * for what heeds no signal (a program that gives out keys, a token service, the look-up of a name). What is under way by
 * then is ended by those that do heed it, or by its own time.
 */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(aborted());
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    promise.then(
      (value) => {
        signal.removeEventListener('abort', abort);
        resolve(value);
      },
      (error: unknown) => {
        signal.removeEventListener('abort', abort);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}

const aborted = (): Error => Object.assign(new Error('the request was aborted'), { name: 'AbortError' });
