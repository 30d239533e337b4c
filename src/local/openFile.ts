import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import type { RelativePath } from '../dataset/trainingImage.js';
import { SyncError } from '../sync/errors.js';
import { readError } from './errno.js';
import { notAFile } from './fileState.js';

/** Without O_NONBLOCK, opening a named pipe would wait for ever. Windows has neither. */
const FLAGS = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/** A regular file, open for reading. Every method throws `SyncError` only. */
export class OpenFile {
  private constructor(
    readonly fd: number,
    readonly path: RelativePath,
    /** As it was when it was opened. */
    readonly opened: Stats,
  ) {}

  /** Throws `missing-file`, `unreadable-file`. */
  static open(absolute: string, path: RelativePath): OpenFile {
    return attempt(path, () => {
      const fd = openSync(absolute, FLAGS);
      try {
        const stats = fstatSync(fd);
        const problem = notAFile(stats);
        if (problem === undefined) return new OpenFile(fd, path, stats);
        throw new SyncError('unreadable-file', { file: path, cause: problem });
      } catch (error) {
        closeSync(fd);
        throw error;
      }
    });
  }

  stat(): Stats {
    return attempt(this.path, () => fstatSync(this.fd));
  }

  /** Fills `buffer` from a position; returns how much of it, less only at the end of the file. */
  read(buffer: Uint8Array, position: number): number {
    return attempt(this.path, () => {
      let filled = 0;
      while (filled < buffer.length) {
        const count = readSync(this.fd, buffer, filled, buffer.length - filled, position + filled);
        if (count === 0) break;
        filled += count;
      }
      return filled;
    });
  }

  close(): void {
    closeSync(this.fd);
  }
}

function attempt<T>(path: RelativePath, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw readError(error, path);
  }
}
