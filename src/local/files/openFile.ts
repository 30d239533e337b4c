import { createHash } from 'node:crypto';
import { closeSync, fstatSync, read, readSync, type Stats } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { readIo } from './adaptiveIo.js';
import { withDescriptorRetry } from './descriptors.js';
import { readError } from './errno.js';
import { openRegular } from './openRegular.js';
import type { OpeningRule } from './openingRule.js';

/** A regular file, open for reading. Every method throws `SyncError` only. */
export class OpenFile {
  private constructor(
    readonly fd: number,
    readonly path: RelativePath,
    /** Its state when it was opened. */
    readonly opened: Stats,
  ) {}

  /** Throws as `openRegular` does. */
  static open(absolute: string, path: RelativePath, rule?: OpeningRule): OpenFile {
    const { fd, stats } = openRegular(absolute, path, rule);
    return new OpenFile(fd, path, stats);
  }

  stat(): Stats {
    try {
      return fstatSync(this.fd);
    } catch (error) {
      throw readError(error, this.path);
    }
  }

  /**
   * Fills `buffer` from a position. Resolves to the number of bytes, which is less than the buffer only at the end of
   * the file. Yields to other work where it has to wait for the disk. The file must stay open, and the buffer unused,
   * until it resolves.
   */
  async read(buffer: Uint8Array, position: number): Promise<number> {
    try {
      let filled = 0;
      while (filled < buffer.length) {
        const count = await this.#readOnce(buffer, filled, position + filled);
        if (count === 0) break;
        filled += count;
      }
      return filled;
    } catch (error) {
      throw readError(error, this.path);
    }
  }

  #readOnce(buffer: Uint8Array, offset: number, position: number): number | Promise<number> {
    const { fd } = this;
    const length = buffer.length - offset;
    return readIo.run(
      () => readSync(fd, buffer, offset, length, position),
      () =>
        new Promise((resolve, reject) => {
          read(fd, buffer, offset, length, position, (error, count) => {
            if (error === null) resolve(count);
            else reject(error);
          });
        }),
      length,
    );
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** Bytes read before yielding to other work. */
const PART_SIZE = 256 * 1024;

/**
 * The present bytes of a file. Each part is a buffer of its own; yields to other work after each. `name` is what errors
 * call the file. Throws `missing-file`, `unreadable-file`.
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
