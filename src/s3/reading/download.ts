import { SyncError, type ErrorData } from '../../core/errors.js';
import type { ObjectDownload, ObjectHead } from '../../core/ports/objectStore.js';
import { failureOf } from '../wire/requestFailure.js';
import type { AnswerBody } from '../http/answer.js';
import type { ObjectBody } from '../requests/objectAnswer.js';

/**
 * Makes a download of the answer to a GET. Its body fails with `SyncError` only. `completing`: the head, which may
 * need another request. Throws `server-error` where the answer has no body, or the error of `completing`; the body is
 * then discarded.
 */
export async function downloadIn(
  { body }: ObjectBody,
  completing: Promise<ObjectHead>,
  about: ErrorData,
  signal: AbortSignal,
): Promise<ObjectDownload> {
  try {
    const head = await completing;
    if (body === undefined)
      throw new SyncError('server-error', { ...about, cause: 'the answer has no body' });
    return { head, body: bodyOf(body, head.size, about, signal), discard: () => void body.destroy() };
  } catch (error) {
    body?.destroy();
    throw error;
  }
}

/**
 * The bytes as they arrive. A connection that breaks, or ends early, is a transient `server-error`: the caller gets
 * the object again. A caller that leaves the loop early closes the connection.
 */
async function* bodyOf(
  arriving: AnswerBody,
  size: number,
  about: ErrorData,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  // The request observes the signal only until the head has arrived.
  const stop = (): void => void arriving.destroy();
  signal.addEventListener('abort', stop, { once: true });
  let received = 0;
  try {
    if (signal.aborted) throw new SyncError('cancelled', about);
    for await (const chunk of arriving) {
      received += chunk.length;
      yield chunk;
    }
    if (received !== size) {
      throw new SyncError('server-error', { ...about, cause: `${received} of ${size} bytes came` });
    }
  } catch (thrown) {
    if (signal.aborted) throw new SyncError('cancelled', about, { cause: thrown });
    throw failureOf(thrown, about).error;
  } finally {
    signal.removeEventListener('abort', stop);
    arriving.destroy();
  }
}
