import { hasCode, SyncError } from '../errors.js';
import type { ObjectStore } from '../ports/objectStore.js';
import { retryBody } from './retryBody.js';

/**
 * All bytes of an object, in memory; `undefined` where there is none. `limit`: the most bytes that it may have. Throws
 * `unreadable-file` for a larger one, before its bytes are in memory.
 */
export async function readWhole(
  objects: Pick<ObjectStore, 'get'>,
  key: string,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  try {
    return await retryBody(
      signal,
      () => objects.get(key, signal),
      async ({ head, body }) => {
        const chunks: Uint8Array[] = [];
        let received = 0;
        for await (const chunk of body) {
          received += chunk.length;
          if (Math.max(received, head.size) > limit) throw tooLarge(key, limit);
          chunks.push(Buffer.from(chunk));
        }
        return Buffer.concat(chunks);
      },
    );
  } catch (error) {
    if (hasCode(error, 'object-missing')) return undefined;
    throw error;
  }
}

const tooLarge = (name: string, limit: number): SyncError =>
  new SyncError('unreadable-file', { file: name, cause: `it is larger than ${limit / 1024 / 1024} MiB` });
