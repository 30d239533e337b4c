import { SyncError, type ErrorData } from '../../core/errors.js';
import type { ObjectDownload, ObjectHead } from '../../core/ports/objectStore.js';
import { failureOf } from '../wire/requestFailure.js';
import type { AnswerBody } from '../http/answer.js';
import type { ObjectBody } from '../requests/objectAnswer.js';

/**
 * The answer of a GET as a download. Its body fails with `SyncError` only. Throws `server-error` where there is none, and
 * what `completing` rejects with: nothing of the body arrives then. `completing`: the head of the answer, with what is
 * asked for because the answer leaves it out.
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
 * The bytes as they come. A connection that breaks, or ends early without breaking, is a `server-error`, which is
 * transient: the caller gets the object again. Leaving the loop early ends the connection.
 */
async function* bodyOf(
  arriving: AnswerBody,
  size: number,
  about: ErrorData,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  // A request heeds the signal only until the answer's head is there.
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
