import { constants, linkSync, lstatSync, realpathSync } from 'node:fs';
import { chmod, copyFile, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { changedOnDisk } from '../../core/commonErrors.js';
import type { LocalHashes } from '../../core/ports/ports.js';
import { withDescriptorRetry } from '../files/descriptors.js';
import { partsOf, sha256Of } from '../files/openFile.js';
import { isDenied, isNotSupported } from '../files/errno.js';
import { lstatOrAbsent } from '../files/fileState.js';
import { flushed } from '../files/flushed.js';
import { flushFolder } from '../files/flushFolder.js';
import { unchangedPath } from '../files/unchangedPath.js';
import { discardTemporaryFile, temporaryPathFor } from '../files/temporaryFiles.js';

/** The file was read already: whether its link leads out of the style was decided then. */
const WHEREVER_IT_LEADS = { links: 'anywhere' } as const;
/** For the flush of a file that is there already: Windows wants the right to write for it. */
const FLUSH_FLAGS = process.platform === 'win32' ? 'r+' : 'r';

/**
 * Puts the bytes of a file of the style under the name `blob`, whole and flushed or not at all. Not at the same time
 * for two files of the same content. Throws `changed-during-sync`, and what the system throws.
 *
 * Where it can it makes a hard link: the blob then is the file itself, which loses its own name by the act that
 * follows at once. Until then a program that writes into the file would write into the blob as well. The act looks
 * for that and is refused, so the blob it spoils is one that nobody needs: but no other file may count on such a blob.
 */
export async function backUpAsBlob(
  root: string,
  path: RelativePath,
  expected: LocalHashes,
  blob: string,
): Promise<void> {
  const staged = temporaryPathFor(blob);
  try {
    const isFirst = lstatOrAbsent(blob, blob) === undefined;
    await stage(unchangedPath(root, path, WHEREVER_IT_LEADS, expected.file), staged, isFirst);
    // By content: the state may be that of the last sync although somebody wrote and put the time back.
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
    // A copy of a file that may not be written to could not be flushed or removed everywhere.
    await chmod(staged, 0o600);
  } catch (error) {
    // The system's copy has the source's mode, which a volume may refuse: then the bytes alone.
    if (!isDenied(error) && !isNotSupported(error)) throw error;
    await rm(staged, { force: true });
    await writeFile(staged, partsOf(realpathSync(source), source), { flag: 'wx' });
  }
}

/** With a second name the file would live on, and change, when this one is gone. A symbolic link holds no bytes. */
function hasOneName(source: string): boolean {
  const stats = lstatSync(source);
  return stats.isFile() && stats.nlink === 1;
}

/** Whatever the reason is that there is none (another disk, no links here, rights): the copy is tried next. */
function madeLink(source: string, staged: string): boolean {
  try {
    linkSync(source, staged);
    return true;
  } catch {
    return false;
  }
}

/** Whether a blob can be counted on: with a second name it is a file of the style as well, where it may change. */
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
