import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';

/** Without O_NONBLOCK, opening a named pipe would block forever. Windows has no such flag. */
const OPEN_FLAGS = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/**
 * Opens an image file of a listing. Rejects with the system's error, and if it is not a regular file (any more):
 * reading a pipe or a device could block forever.
 */
export async function openPicture(file: string): Promise<FileHandle> {
  if (!(await stat(file)).isFile()) throw new Error('it is not a regular file');
  const handle = await open(file, OPEN_FLAGS);
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new Error('it is not a regular file');
}

/**
 * Reads a whole file; `undefined` if it has more than `most` bytes. Rejects with the system's error, and if it is not a
 * regular file.
 */
export async function readPicture(file: string, most: number): Promise<ArrayBuffer | undefined> {
  const handle = await openPicture(file);
  try {
    const { size } = await handle.stat();
    if (size > most) return undefined;
    const bytes = new Uint8Array(size);
    const { bytesRead } = await handle.read(bytes, 0, size, 0);
    return bytesRead === size ? bytes.buffer : bytes.buffer.slice(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Reads `length` bytes of a file, or fewer at its end. */
export type ReadRange = (offset: number, length: number) => Promise<Uint8Array>;
