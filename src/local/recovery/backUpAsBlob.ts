import { constants, linkSync, lstatSync, realpathSync } from 'node:fs';
import { chmod, copyFile, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { changedOnDisk } from '../../core/commonErrors.js';
import type { LocalHashes } from '../../core/ports/fileStore.js';
import { withDescriptorRetry } from '../files/descriptors.js';
import { partsOf, sha256Of } from '../files/openFile.js';
import { isDenied, isNotSupported } from '../files/errno.js';
import { lstatIfPresent } from '../files/fileState.js';
import { flushed, flushFolder } from '../files/flush.js';
import { unchangedPath } from '../files/unchangedPath.js';
import { discardTemporaryFile, temporaryPathFor } from '../files/temporaryFiles.js';

/** The file was already read, so the rule for links has been applied. */
const WHEREVER_IT_LEADS = { links: 'anywhere' } as const;
/** The flags to open an existing file for a flush: Windows requires write access. */
const FLUSH_FLAGS = process.platform === 'win32' ? 'r+' : 'r';

/**
 * Stores the bytes of a style's file under the name `blob`, whole and flushed or not at all. The caller serializes
 * calls for the same content. Throws `changed-during-sync`, and what the system throws.
 *
 * Where possible it makes a hard link: the blob then is the file itself, which loses its own name in the act that
 * follows. Until then, a program that writes into the file also writes into the blob. The act checks for that and is
 * refused, so nobody needs the spoilt blob; but no other file may rely on a blob that still has a second name.
 */
export async function backUpAsBlob(
  root: string,
  path: RelativePath,
  expected: LocalHashes,
  blob: string,
): Promise<void> {
  const staged = temporaryPathFor(blob);
  try {
    const isFirst = lstatIfPresent(blob, blob) === undefined;
    await stage(unchangedPath(root, path, WHEREVER_IT_LEADS, expected.file), staged, isFirst);
    // Compares the content: the state may be that of the last sync although a program wrote to the file and reset its
    // time.
    if ((await sha256Of(staged, path)) !== expected.sha256) throw changedOnDisk(path);
    unchangedPath(root, path, WHEREVER_IT_LEADS, expected.file);
    if (!isFirst && (await isWholeAndFree(blob, expected.sha256))) return;
    await flushFile(staged);
    await rename(staged, blob);
  } finally {
    await discardTemporaryFile(staged);
  }
  await flushFolder(dirname(blob));
}

async function stage(source: string, staged: string, mayLink: boolean): Promise<void> {
  if (mayLink && hasOneName(source) && madeLink(source, staged)) return;
  try {
    const how = constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE;
    await withDescriptorRetry(() => copyFile(source, staged, how));
    // A read-only copy could not be flushed or removed on every platform.
    await chmod(staged, 0o600);
  } catch (error) {
    // The system's copy takes over the source's mode, which a volume may refuse; then only the bytes are copied.
    if (!isDenied(error) && !isNotSupported(error)) throw error;
    await rm(staged, { force: true });
    await writeFile(staged, partsOf(realpathSync(source), source), { flag: 'wx' });
  }
}

/** A file with a second name would live on, and change, after losing this one. A symbolic link holds no bytes. */
function hasOneName(source: string): boolean {
  const stats = lstatSync(source);
  return stats.isFile() && stats.nlink === 1;
}

/** Whatever prevents the link (another disk, no hard links, permissions), the caller tries a copy next. */
function madeLink(source: string, staged: string): boolean {
  try {
    linkSync(source, staged);
    return true;
  } catch {
    return false;
  }
}

/** Whether a blob can be relied on: with a second name it is also a file of the style, where it may change. */
async function isWholeAndFree(blob: string, sha256: string): Promise<boolean> {
  const stats = lstatSync(blob);
  return stats.isFile() && stats.nlink === 1 && (await sha256Of(blob, blob)) === sha256;
}

async function flushFile(path: string): Promise<void> {
  const handle = await withDescriptorRetry(() => open(path, FLUSH_FLAGS));
  try {
    await flushed(handle.datasync());
  } finally {
    await handle.close();
  }
}
