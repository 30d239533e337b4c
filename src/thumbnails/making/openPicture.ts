import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';

/** Without O_NONBLOCK, opening a named pipe would wait for ever. Windows has none. */
const OPEN_FLAGS = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/**
 * Opens an image file of a listing. Rejects with the system's error, and where it is no regular file (any more): a pipe or
 * a device would keep us for ever.
 */
export async function openPicture(file: string): Promise<FileHandle> {
  if (!(await stat(file)).isFile()) throw new Error('it is not a regular file');
  const handle = await open(file, OPEN_FLAGS);
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new Error('it is not a regular file');
}
