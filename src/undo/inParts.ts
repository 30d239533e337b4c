import { createHash } from 'node:crypto';
import { SyncError } from '../core/errors.js';

/**
 * Cuts arriving bytes into parts of `partSize`, except for the last. Throws `server-error` in place of the last part
 * where the whole does not have the SHA-256 `sha256`. `name`: the key that the error names.
 */
export async function* inParts(
  body: AsyncIterable<Uint8Array>,
  partSize: number,
  sha256: string,
  name: string,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let part = Buffer.allocUnsafe(partSize);
  let filled = 0;
  for await (const chunk of body) {
    hash.update(chunk);
    for (let taken = 0; taken < chunk.length;) {
      if (filled === partSize) {
        yield part;
        part = Buffer.allocUnsafe(partSize);
        filled = 0;
      }
      const next = chunk.subarray(taken, taken + partSize - filled);
      part.set(next, filled);
      filled += next.length;
      taken += next.length;
    }
  }
  if (hash.digest('hex') !== sha256) {
    throw new SyncError('server-error', { file: name, cause: 'other bytes came than the time before' });
  }
  if (filled > 0) yield part.subarray(0, filled);
}
