import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { withDescriptorRetry } from './descriptors.js';
import { OpenFile } from './openFile.js';

/** Bytes read without a break. */
const PART_SIZE = 256 * 1024;

/**
 * The bytes of a file as they stand, each part a buffer of its own; other work gets its turn after each. `name` is
 * what errors call the file. Throws `missing-file`, `unreadable-file`.
 */
export async function* partsOf(absolute: string, name: string): AsyncGenerator<Uint8Array> {
  const open = await withDescriptorRetry(() => OpenFile.open(absolute, name));
  try {
    const { size } = open.opened;
    for (let position = 0; position < size;) {
      const buffer = Buffer.allocUnsafe(Math.min(PART_SIZE, size - position));
      const part = buffer.subarray(0, await open.read(buffer, position));
      if (part.length === 0) return;
      position += part.length;
      yield part;
      if (position < size) await setImmediate();
    }
  } finally {
    open.close();
  }
}

/** Lower-case hex. Throws as `partsOf` does. */
export async function sha256Of(absolute: string, name: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of partsOf(absolute, name)) hash.update(part);
  return hash.digest('hex');
}
