/**
 * Settles like the promise, or rejects with an `AbortError` as soon as the signal aborts. A cancelled caller does not
 * wait for work that ignores the signal (a program that supplies keys, a token service, a DNS lookup); that work ends
 * by itself.
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
