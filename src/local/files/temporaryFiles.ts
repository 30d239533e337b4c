import { randomBytes } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { entryIo } from './adaptiveIo.js';
import { isAboutOneEntry, isAbsent, isDenied, writeError } from './errno.js';
import { readFolder, removeFile, type FolderEntry } from './folders.js';
import { isRunning, THIS_PROCESS } from './processIdentity.js';

/**
 * Names of unfinished files. They are hidden and have no image extension, so that neither a scan nor a trainer takes
 * them for images. They name their process, so that files of a crashed process can be told from those that are being
 * written.
 */
const TEMPORARY_NAME = /^\.s3-training-data-([0-9a-f]{8})-([0-9]+)-[0-9a-f]{16}\.tmp$/;
/** Whether a process of another host still runs cannot be known: its files count as abandoned after this time. */
const FOREIGN_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Random part of this thread's names, drawn once because randomness is expensive; a counter follows it. */
const THREAD_TAG = randomBytes(4).toString('hex');
let made = 0;

/** Absolute paths of the files that this thread is writing. */
const inUse = new Set<string>();

// When the process ends, unfinished writes are abandoned.
process.once('exit', () => {
  for (const path of inUse) tryRemove(path);
});

/** A new name beside `target`, in use until `discardTemporaryFile`. */
export function temporaryPathFor(target: string): string {
  const { hostId, pid } = THIS_PROCESS;
  const number = (made++).toString(16).padStart(8, '0');
  const name = `.s3-training-data-${hostId}-${String(pid)}-${THREAD_TAG}${number}.tmp`;
  const path = join(dirname(target), name);
  inUse.add(path);
  return path;
}

/** Removes the file unless it has already been renamed. Rejects with what `unlink` throws. */
export async function discardTemporaryFile(path: string): Promise<void> {
  inUse.delete(path);
  await entryIo.run(
    () => removeFile(path),
    () => unlink(path).catch(unlessAbsent),
  );
}

/** Removes the files that crashed processes left in `root` and its folders. Throws `unwritable-file`. */
export function clearTemporaryFiles(root: string): void {
  for (const entry of entriesOf(root)) {
    const { name, kind } = entry;
    if (kind === 'folder' && !name.startsWith('.')) clearTemporaryFiles(join(root, name));
    else if (isTemporary(entry)) clearIfLeftBehind(join(root, name));
  }
}

/** Whether an entry of a folder has the name of an unfinished file, of whatever process. */
export const isTemporary = ({ name, kind }: Pick<FolderEntry, 'name' | 'kind'>): boolean =>
  kind === 'file' && TEMPORARY_NAME.test(name);

/** Removes an unfinished file, given by its absolute path, if a crashed process left it. Throws `unwritable-file`. */
export function clearIfLeftBehind(path: string): void {
  if (isLeftBehind(path)) clear(path);
}

/** Where the folder is read-only (which is enough to sync to S3), the file stays: nothing takes it for data. */
function clear(path: string): void {
  try {
    removeFile(path);
  } catch (error) {
    if (!isDenied(error)) throw writeError(error, path);
  }
}

/** If this fails, the next run removes the file. */
function tryRemove(path: string): void {
  try {
    removeFile(path);
  } catch {
    // The process is ending: nothing is left to report the failure to.
  }
}

/** The scan reports a folder that cannot be read; we have no files to remove there. */
function entriesOf(folder: string): FolderEntry[] {
  try {
    return readFolder(folder);
  } catch (error) {
    if (isAboutOneEntry(error)) return [];
    throw writeError(error, folder);
  }
}

function isLeftBehind(path: string): boolean {
  const [, hostId, digits] = TEMPORARY_NAME.exec(basename(path)) ?? [];
  if (hostId === undefined || inUse.has(path)) return false;
  if (hostId !== THIS_PROCESS.hostId) return isOlderThan(path, FOREIGN_LIFETIME_MS);
  const pid = Number(digits);
  return pid === THIS_PROCESS.pid || !isRunning(pid);
}

function isOlderThan(path: string, ms: number): boolean {
  try {
    return Date.now() - lstatSync(path).mtimeMs > ms;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw writeError(error, path);
  }
}

function unlessAbsent(error: unknown): void {
  if (!isAbsent(error)) throw error;
}
