import { setTimeout } from 'node:timers/promises';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { changedOnDisk } from '../../core/commonErrors.js';
import { SyncError, throwIfCancelled } from '../../core/errors.js';
import type { ContentHashes, LocalBytes, LocalFile, LocalHashes } from '../../core/ports/fileStore.js';
import { yieldToEventLoop } from '../files/yieldToEventLoop.js';
import { ContentHash, hashesOf } from './contentHash.js';
import { withDescriptorRetry } from '../files/descriptors.js';
import { heldStill, isSameState, localFileOf } from '../files/fileState.js';
import { OpenFile } from '../files/openFile.js';
import type { OpeningRule } from '../files/openingRule.js';

/** A file of a style, with the rule for opening it. */
export interface StyleFile {
  readonly absolute: string;
  readonly path: RelativePath;
  readonly rule: OpeningRule;
}

/** How often a file that keeps changing is read before giving up. */
const MAX_ATTEMPTS = 3;
/** Bytes hashed before yielding. */
const CHUNK_BYTES = 256 * 1024;
/** A file written to this recently may be in the middle of being rewritten. Milliseconds. */
const SETTLE_MS = 50;

/** Idle buffers: refilling one costs less than allocating a new one. */
const spareBuffers: Buffer[] = [];

/** See `FileStore.hash`. */
export function hashFile(file: StyleFile, signal: AbortSignal): Promise<LocalHashes> {
  return readSteadily(file, signal, async (open, size) => {
    const buffer = spareBuffers.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
    try {
      if (size <= CHUNK_BYTES) return await readAndHash(buffer.subarray(0, size), open);
      const hash = new ContentHash();
      while (hash.size < size) {
        const chunk = buffer.subarray(0, Math.min(CHUNK_BYTES, size - hash.size));
        if (!(await fill(chunk, open, hash, signal))) return undefined;
      }
      return hash.digest();
    } finally {
      spareBuffers.push(buffer);
    }
  });
}

/** See `FileStore.read`. */
export function readWholeFile(file: StyleFile, signal: AbortSignal): Promise<LocalBytes> {
  return readSteadily(file, signal, async (open, size) => {
    const bytes = Buffer.allocUnsafeSlow(size);
    if (size <= CHUNK_BYTES) {
      const hashes = await readAndHash(bytes, open);
      return hashes && { ...hashes, bytes };
    }
    const hash = new ContentHash();
    return (await fill(bytes, open, hash, signal)) ? { ...hash.digest(), bytes } : undefined;
  });
}

/** See `FileStore.readParts`. Holds the last part back until all bytes are verified. */
export async function* readFileInParts(
  { absolute, path, rule }: StyleFile,
  expected: LocalHashes,
  partSize: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { size } = expected.file;
  const open = await withDescriptorRetry(() => OpenFile.open(absolute, path, rule));
  try {
    if (!isSameState(localFileOf(path, open.opened), expected.file)) throw changedOnDisk(path);
    const hash = new ContentHash();
    while (hash.size < size) {
      const part = Buffer.allocUnsafeSlow(Math.min(partSize, size - hash.size));
      if (!(await fill(part, open, hash, signal))) throw changedOnDisk(path);
      if (hash.size === size && hash.digest().sha256 !== expected.sha256) throw changedOnDisk(path);
      yield part;
    }
  } finally {
    open.close();
  }
}

/**
 * Looks at an open file before and after reading it. A file that was written to meanwhile is read again, so that no
 * caller gets the first half of one caption and the second half of another. `read` resolves to `undefined` where the
 * file ended before its size.
 */
async function readSteadily<T extends ContentHashes>(
  { absolute, path, rule }: StyleFile,
  signal: AbortSignal,
  read: (open: OpenFile, size: number) => Promise<T | undefined>,
): Promise<T & { readonly file: LocalFile }> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    await yieldToEventLoop(signal);
    const open = await withDescriptorRetry(() => OpenFile.open(absolute, path, rule));
    try {
      const before = open.opened;
      const content = await read(open, before.size);
      await settle(before.mtimeMs, signal);
      if (content !== undefined && heldStill(before, open.stat())) {
        return { ...content, file: localFileOf(path, before) };
      }
    } finally {
      open.close();
    }
  }
  throw new SyncError('changed-during-sync', { file: path, cause: 'the file is being written to' });
}

/** Waits after a recent write: a program that is still rewriting the file shows within that time. */
async function settle(mtimeMs: number, signal: AbortSignal): Promise<void> {
  if (Math.abs(Date.now() - mtimeMs) < SETTLE_MS) await setTimeout(SETTLE_MS);
  throwIfCancelled(signal);
}

/** Fills `target` with the whole file and hashes it; `undefined` where the file is shorter. */
const readAndHash = async (target: Uint8Array, open: OpenFile): Promise<ContentHashes | undefined> =>
  (await open.read(target, 0)) < target.length ? undefined : hashesOf(target);

/** Fills `target` with the next bytes and hashes them; false where the file ends before. */
async function fill(
  target: Uint8Array,
  open: OpenFile,
  hash: ContentHash,
  signal: AbortSignal,
): Promise<boolean> {
  for (let start = 0; start < target.length; start += CHUNK_BYTES) {
    await yieldToEventLoop(signal);
    const chunk = target.subarray(start, start + CHUNK_BYTES);
    if ((await open.read(chunk, hash.size)) < chunk.length) return false;
    hash.update(chunk);
  }
  return true;
}
