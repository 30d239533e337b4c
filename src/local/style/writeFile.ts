import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { closeSync, fchmodSync, fchownSync, fstatSync, openSync, writevSync, type Stats } from 'node:fs';
import { link, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { changedOnDisk } from '../../core/commonErrors.js';
import { asSyncError, SyncError, throwIfCancelled } from '../../core/errors.js';
import type { LocalFile, WrittenBytes, WrittenFile } from '../../core/ports/fileStore.js';
import { withDescriptorRetry } from '../files/descriptors.js';
import { entryIo } from '../files/adaptiveIo.js';
import { errnoOf, isDenied, isNotSupported, isWithoutLinks, writeError } from '../files/errno.js';
import { isSameState, localFileOf, lstatIfPresent, notAFile } from '../files/fileState.js';
import { flushed, flushFolder } from '../files/flush.js';
import { makeParents, safePath } from '../files/safePath.js';
import { discardTemporaryFile, temporaryPathFor } from '../files/temporaryFiles.js';

export interface WriteRequest {
  readonly path: RelativePath;
  readonly body: AsyncIterable<Uint8Array>;
  /** The state that the file must still have; `undefined`: absent. */
  readonly before: LocalFile | undefined;
  /** Throws to refuse the written bytes. */
  readonly verify: (written: WrittenBytes) => void | Promise<void>;
}

// A descriptor costs less than a `FileHandle`, and closing it after a flush does not block.
const [open, fstat, write] = [promisify(fs.open), promisify(fs.fstat), promisify(fs.write)];
const [writev, flush] = [promisify(fs.writev), promisify(fs.fdatasync)];

/** Bytes gathered into one write: in smaller writes, the call costs more than its bytes. */
const WRITE_BUFFER_BYTES = 64 * 1024;
/** Smaller writes reach the page cache before the thread pool would have woken up. Bytes. */
const ASYNC_WRITE_BYTES = 256 * 1024;

/**
 * See `FileStore.write`. At every moment the file has its old content or its new one, whole. (A flush always waits for
 * the disk, and many files can wait at once.)
 */
export async function writeFile(
  root: string,
  request: WriteRequest,
  signal: AbortSignal,
): Promise<WrittenFile> {
  const { path, before } = request;
  try {
    throwIfCancelled(signal);
    await makeParents(root, path);
    const target = safePath(root, path);
    // Looking for an absent name waits for every other creation in that folder, and the link below checks anyway.
    const existing = before === undefined ? undefined : checkTarget(target, request);
    const temporary = temporaryPathFor(target);
    let written: WrittenFile;
    try {
      written = await writeTemporary(temporary, request, existing, signal);
      throwIfCancelled(signal);
      safePath(root, path);
      if (before !== undefined) checkTarget(target, request);
      await (before === undefined ? placeNew(temporary, target, request) : rename(temporary, target));
    } finally {
      await discardTemporaryFile(temporary);
    }
    await flushFolder(dirname(target));
    return written;
  } catch (error) {
    throw writeError(error, path);
  }
}

/**
 * Looks at what stands in the file's place. Throws `changed-during-sync` where it is not what the plan saw,
 * `unsafe-name` where it is a link, `unwritable-file` where it is a folder.
 */
function checkTarget(target: string, { path, before }: WriteRequest): Stats | undefined {
  const existing = lstatIfPresent(target, path);
  const problem = existing && notAFile(existing);
  if (problem !== undefined) {
    const code = existing?.isSymbolicLink() === true ? 'unsafe-name' : 'unwritable-file';
    throw new SyncError(code, { file: path, cause: problem, isNoFile: true });
  }
  if (!isSameState(existing && localFileOf(path, existing), before)) throw changedOnDisk(path);
  return existing;
}

async function writeTemporary(
  temporary: string,
  { path, body, verify }: WriteRequest,
  existing: Stats | undefined,
  signal: AbortSignal,
): Promise<WrittenFile> {
  const file = await withDescriptorRetry(() =>
    entryIo.run(
      () => openSync(temporary, 'wx'),
      () => open(temporary, 'wx'),
    ),
  );
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const parts of inGroups(body)) {
      throwIfCancelled(signal);
      for (const part of parts) hash.update(part);
      size += await writeAll(file, parts);
    }
    const sha256 = hash.digest('hex');
    await verify({ sha256, size });
    if (existing !== undefined) takeOverRights(file, existing);
    await flushed(flush(file));
    const state = await entryIo.run(
      () => fstatSync(file),
      () => fstat(file),
    );
    return { sha256, file: localFileOf(path, state) };
  } finally {
    closeSync(file);
  }
}

/**
 * Copies small parts, because their buffers may be reused once the next part is requested. An error of the body is not
 * an error of the disk, although a socket's errors look the same.
 */
async function* inGroups(body: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Uint8Array[]> {
  let parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of body) {
      size += part.length;
      const isEnough = size >= WRITE_BUFFER_BYTES;
      parts.push(isEnough ? part : Buffer.from(part));
      if (!isEnough) continue;
      yield parts;
      [parts, size] = [[], 0];
    }
  } catch (error) {
    throw asSyncError(error);
  }
  if (size > 0) yield parts;
}

/** Returns the number of bytes. */
async function writeAll(file: number, parts: readonly Uint8Array[]): Promise<number> {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  let written = size < ASYNC_WRITE_BYTES ? writevSync(file, parts) : (await writev(file, parts)).bytesWritten;
  if (written === size) return size;
  for (const bytes = Buffer.concat(parts); written < size;) {
    written += (await write(file, bytes, written, size - written)).bytesWritten;
  }
  return size;
}

/**
 * Gives the new file the mode of the replaced one and, as root, its owner, as far as the system allows: the content
 * matters more. Sets the mode first, because after a change of owner it may not be ours to set.
 */
function takeOverRights(file: number, { mode, uid, gid }: Stats): void {
  const now = fstatSync(file);
  const isAnothers = process.getuid?.() === 0 && (now.uid !== uid || now.gid !== gid);
  // If the owner cannot be kept, set-id bits must not apply to ours.
  if (now.mode !== mode) asFarAsAllowed(() => fchmodSync(file, mode & (isAnothers ? 0o777 : 0o7777)));
  if (isAnothers) asFarAsAllowed(() => fchownSync(file, uid, gid));
}

function asFarAsAllowed(change: () => void): void {
  try {
    change();
  } catch (error) {
    if (!isDenied(error) && !isNotSupported(error)) throw error;
  }
}

/** Unlike a rename, a link never replaces a file that has appeared meanwhile. */
async function placeNew(temporary: string, target: string, request: WriteRequest): Promise<void> {
  try {
    await link(temporary, target);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST' && !isWithoutLinks(error)) throw error;
    checkTarget(target, request);
    // A file that appeared and vanished again counts as a change too.

    if (!isWithoutLinks(error)) throw changedOnDisk(request.path);
    await rename(temporary, target);
  }
}
