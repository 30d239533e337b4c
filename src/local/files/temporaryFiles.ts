import { randomBytes } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { entryIo } from './adaptiveIo.js';
import { isAboutOneEntry, isAbsent, isDenied, writeError } from './errno.js';
import { readFolder, removeFile, type FolderEntry } from './folders.js';
import { isRunning, THIS_PROCESS } from './processIdentity.js';

/**
 * Names of unfinished files. Hidden and without an image's extension: no scan, no trainer takes one for an image. They
 * say whose they are, so that a crashed process's can be told from those that are being written.
 */
const TEMPORARY_NAME = /^\.s3-training-data-([0-9a-f]{8})-([0-9]+)-[0-9a-f]{16}\.tmp$/;
/** Whether a process of another host still runs cannot be asked: its files count as left behind after this. */
const FOREIGN_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Of this thread's names, one after the other: the bytes are dear, and asked for once. */
const THREAD_TAG = randomBytes(4).toString('hex');
let made = 0;

/** Absolute paths of those that this thread is writing. */
const inUse = new Set<string>();

// Who ends the process waits for nobody's writing.
process.once('exit', () => {
  for (const path of inUse) tryRemove(path);
});

/** A fresh name beside `target`, in use until `discardTemporaryFile`. */
export function temporaryPathFor(target: string): string {
  const { hostId, pid } = THIS_PROCESS;
  const number = (made++).toString(16).padStart(8, '0');
  const name = `.s3-training-data-${hostId}-${String(pid)}-${THREAD_TAG}${number}.tmp`;
  const path = join(dirname(target), name);
  inUse.add(path);
  return path;
}

/** Removes the file unless it has taken its final name. Rejects with what `unlink` throws. */
export async function discardTemporaryFile(path: string): Promise<void> {
  inUse.delete(path);
  await entryIo.run(
    () => removeFile(path),
    () => unlink(path).catch(unlessAbsent),
  );
}

/** Removes what crashed processes left in `root` and its folders. Throws `unwritable-file`. */
export function clearTemporaryFiles(root: string): void {
  for (const entry of entriesOf(root)) {
    const { name, kind } = entry;
    if (kind === 'folder' && !name.startsWith('.')) clearTemporaryFiles(join(root, name));
    else if (isTemporary(entry)) clearIfLeftBehind(join(root, name));
  }
}

/** Whether an entry of a folder has the name of an unfinished file, whoever's. */
export const isTemporary = ({ name, kind }: Pick<FolderEntry, 'name' | 'kind'>): boolean =>
  kind === 'file' && TEMPORARY_NAME.test(name);

/** Removes an unfinished file, given by its absolute path, where a crashed process left it. Throws `unwritable-file`. */
export function clearIfLeftBehind(path: string): void {
  if (isLeftBehind(path)) clear(path);
}

/** Where the folder may only be read (to S3 that is enough), what was left stays: nothing takes it for data. */
function clear(path: string): void {
  try {
    removeFile(path);
  } catch (error) {
    if (!isDenied(error)) throw writeError(error, path);
  }
}

/** Where it fails, the next run clears it. */
function tryRemove(path: string): void {
  try {
    removeFile(path);
  } catch {
    // Nobody is left to be told.
  }
}

/** What cannot be read is the scan's to report; nothing of ours can be removed there. */
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
