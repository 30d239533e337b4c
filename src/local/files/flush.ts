import { open } from 'node:fs/promises';
import { withDescriptorRetry } from './descriptors.js';
import { errnoOf, isNotSupported } from './errno.js';

/**
 * Waits for a flush. On a volume without fsync (some network and FUSE ones) the write still counts as done: such a
 * volume can promise no more than that it accepted the bytes. Rejects with every other error of the system.
 */
export async function flushed(flush: Promise<void>): Promise<void> {
  try {
    await flush;
  } catch (error) {
    if (!isNotSupported(error)) throw error;
  }
}

/**
 * A slow flush for many callers at once: each caller gets a flush that began after its request, and all requests during
 * one flush share the next one.
 */
export class SharedFlush {
  #waiting: Promise<void> | undefined;
  #running: Promise<void> | undefined;

  /**
   * `flush` rejects with what the system throws. `afterFailure`: what later requests do. `reject` is for an open file:
   * the system may have dropped the bytes of a failed flush, and would report the next one as a success.
   */
  constructor(
    readonly flush: () => Promise<void>,
    readonly afterFailure: 'flush again' | 'reject',
  ) {}

  get isIdle(): boolean {
    return this.#waiting === undefined && this.#running === undefined;
  }

  request(): Promise<void> {
    this.#waiting ??= this.#flushAfterRunning();
    return this.#waiting;
  }

  async #flushAfterRunning(): Promise<void> {
    // The callers of the running flush learn of its failure themselves.
    await (this.afterFailure === 'reject' ? this.#running : Promise.allSettled([this.#running]));
    this.#waiting = undefined;
    const running = this.flush();
    this.#running = running;
    const end = (): void => {
      if (this.#running === running) this.#running = undefined;
    };
    await running.then(end, (error: unknown) => {
      // Otherwise the failed flush stays the running one, and every later request rejects with it.
      if (this.afterFailure === 'flush again') end();
      throw error;
    });
  }
}

/** Further errors of folders that cannot be flushed, or that may be written but not read. */
const NOT_SUPPORTED_OF_FOLDERS: ReadonlySet<string> = new Set(['EBADF', 'EISDIR', 'EPERM', 'EACCES']);

/** By folder; those that no caller waits for are removed. */
const folderFlushes = new Map<string, SharedFlush>();

/**
 * Makes the names in a folder survive a power cut: if the rename of a download were lost while the manifest knew its
 * file, the next sync would take that file for one that the user deleted. Concurrent requests share a flush. Rejects
 * with what the system throws.
 */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const shared = folderFlushes.get(folder) ?? new SharedFlush(() => flushFolderNow(folder), 'flush again');
  folderFlushes.set(folder, shared);
  try {
    await shared.request();
  } finally {
    if (shared.isIdle) folderFlushes.delete(folder);
  }
}

async function flushFolderNow(folder: string): Promise<void> {
  try {
    const handle = await withDescriptorRetry(() => open(folder, 'r'));
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!isNotSupported(error) && !NOT_SUPPORTED_OF_FOLDERS.has(errnoOf(error) ?? '')) throw error;
  }
}
