import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { notRecoverable } from '../../core/commonErrors.js';
import { asSyncError, SyncError } from '../../core/errors.js';
import type { LocalHashes } from '../../core/ports/fileStore.js';
import { writeError } from '../files/errno.js';
import { partsOf } from '../files/openFile.js';
import { readFolder } from '../files/folders.js';
import { isSha256 } from '../journal/journalLine.js';
import { backUpAsBlob } from './backUpAsBlob.js';
import { findStoreSubFolder, makeStoreSubFolder } from '../store/storeSubFolders.js';

/** In the store: `blobs/<first two digits>/<SHA-256>`, without an image's extension. */
const BLOBS_FOLDER = 'blobs';

/** The bytes that acts took away from a style, each content once, under its SHA-256. `root` as in `FileStore`. */
export class Blobs {
  readonly #root: string;
  /** By SHA-256: files of the same content are backed up one after the other. */
  readonly #inProgress = new Map<string, Promise<void>>();

  constructor(root: string) {
    this.#root = root;
  }

  /** See `RecoveryStore.backUpFile`. */
  async backUpFile(path: RelativePath, expected: LocalHashes): Promise<void> {
    const { sha256 } = expected;
    const backup = this.#backUpAfter(this.#inProgress.get(sha256), path, expected);
    this.#inProgress.set(sha256, backup);
    try {
      await backup;
    } catch (error) {
      throw writeError(error, path);
    } finally {
      if (this.#inProgress.get(sha256) === backup) this.#inProgress.delete(sha256);
    }
  }

  async #backUpAfter(
    other: Promise<void> | undefined,
    path: RelativePath,
    expected: LocalHashes,
  ): Promise<void> {
    // The other call reports its own failure.
    await Promise.allSettled([other]);
    const folder = await makeStoreSubFolder(this.#root, BLOBS_FOLDER, digitsOf(expected.sha256));
    await backUpAsBlob(this.#root, path, expected, join(folder, expected.sha256));
  }

  /**
   * See `RecoveryStore.read`. Holds the last part back until all bytes are verified, so that damaged bytes never look
   * like the whole content.
   */
  async *read(sha256: string): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    let heldBack: Uint8Array | undefined;
    for await (const part of this.#partsOf(sha256)) {
      hash.update(part);
      if (heldBack !== undefined) yield heldBack;
      heldBack = part;
    }
    if (hash.digest('hex') !== sha256) throw notRecoverable(sha256, 'its copy in the store is damaged');
    if (heldBack !== undefined) yield heldBack;
  }

  async *#partsOf(sha256: string): AsyncGenerator<Uint8Array> {
    try {
      const folder = this.#folderOf(sha256);
      if (folder === undefined) throw new SyncError('missing-file');
      yield* partsOf(join(folder, sha256), sha256);
    } catch (error) {
      throw notRecoverable(sha256, whyUnreadable(asSyncError(error)), error);
    }
  }

  #folderOf(sha256: string): string | undefined {
    return isSha256(sha256) ? findStoreSubFolder(this.#root, BLOBS_FOLDER, digitsOf(sha256)) : undefined;
  }

  /** Removes every blob that is not needed. Leaves files of other names alone. Throws `unwritable-file`. */
  async removeAllBut(needed: ReadonlySet<string>): Promise<void> {
    const blobs = findStoreSubFolder(this.#root, BLOBS_FOLDER);
    if (blobs === undefined) return;
    try {
      for (const { name: digits, kind } of readFolder(blobs)) {
        if (kind !== 'folder') continue;
        for (const { name } of readFolder(join(blobs, digits))) {
          if (isSha256(name) && !needed.has(name)) await rm(join(blobs, digits, name), { force: true });
        }
      }
    } catch (error) {
      throw writeError(error, blobs);
    }
  }
}

const digitsOf = (sha256: string): string => sha256.slice(0, 2);

const whyUnreadable = ({ code, data }: SyncError): string =>
  code === 'missing-file' ? 'its copy in the store is gone' : (data.cause ?? code);
