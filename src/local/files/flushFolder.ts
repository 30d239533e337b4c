import { open } from 'node:fs/promises';
import { withDescriptorRetry } from './descriptors.js';
import { errnoOf, isNotSupported } from './errno.js';

/** Said, beside the usual, of folders that know no flush, and of those that may be written but not read. */
const NOT_SUPPORTED_OF_FOLDERS: ReadonlySet<string> = new Set(['EBADF', 'EISDIR', 'EPERM', 'EACCES']);

/** Flushes by folder: asked for and not begun, and under way. */
const waiting = new Map<string, Promise<void>>();
const running = new Map<string, Promise<void>>();

/**
 * Makes the names in a folder survive a power cut: were the rename of a download lost and the manifest that names it
 * kept, the next sync would take the file for one that the user deleted. Requests of one moment share one flush.
 * Rejects with what the system throws.
 */
export function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return Promise.resolve();
  const shared = waiting.get(folder);
  if (shared !== undefined) return shared;
  const flush = flushAfterRunning(folder);
  waiting.set(folder, flush);
  return flush;
}

async function flushAfterRunning(folder: string): Promise<void> {
  // How that one ended is for those who asked for it.
  await Promise.allSettled([running.get(folder)]);
  waiting.delete(folder);
  const flush = flushNow(folder);
  running.set(folder, flush);
  try {
    await flush;
  } finally {
    if (running.get(folder) === flush) running.delete(folder);
  }
}

async function flushNow(folder: string): Promise<void> {
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
