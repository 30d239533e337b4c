import { SyncError } from './errors.js';
import type { ObjectStore } from './ports.js';
import { retryBody } from './retry.js';

/** All bytes of an object, in memory; `undefined` where it is not there. */
export async function readWhole(
  objects: Pick<ObjectStore, 'get'>,
  key: string,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  try {
    return await retryBody(
      signal,
      () => objects.get(key, signal),
      async ({ body }) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of body) chunks.push(Buffer.from(chunk));
        return Buffer.concat(chunks);
      },
    );
  } catch (error) {
    if (error instanceof SyncError && error.code === 'object-missing') return undefined;
    throw error;
  }
}
