import { join } from 'node:path';
import type { RelativePath } from '../../dataset/trainingImage.js';
import type {
  FileStore,
  LocalBytes,
  LocalFile,
  LocalHashes,
  LocalListing,
  WrittenFile,
} from '../../core/ports/fileStore.js';
import { foldsCase } from './caseFolding.js';
import { deleteFile } from './deleteFile.js';
import { lstatIfPresent, statFile } from '../files/fileState.js';
import { identityOf } from '../store/folderMark.js';
import {
  checkFolderIsStill,
  locateFolder,
  removeMadeFolders,
  type LocatedFolder,
  type LocateOptions,
} from './locateFolder.js';
import { hashFile, readFileInParts, readWholeFile, type StyleFile } from './readFile.js';
import { safePath } from '../files/safePath.js';
import { scanFolder } from './scan.js';
import { clearIfLeftBehind, clearTemporaryFiles } from '../files/temporaryFiles.js';
import { writeFile, type WriteRequest } from './writeFile.js';

/**
 * Opens the folder of one style on this machine. Throws `missing-folder`, `bad-argument`, `incomplete-listing`,
 * `disk-full`, `unwritable-file`. `onWrite` is called before each change of a file.
 */
// eslint-disable-next-line @typescript-eslint/require-await -- what is thrown must reject
export async function openFolder(
  folder: string,
  { onWrite, ...options }: LocateOptions & { onWrite?: (() => void) | undefined } = {},
): Promise<FileStore> {
  return new FolderStore(locateFolder(folder, options), onWrite);
}

/* eslint-disable @typescript-eslint/require-await -- the port is asynchronous, and what is thrown must reject */

/** `FileStore` over a folder. Each operation has a file of its own and receives a checked path from here. */
class FolderStore implements FileStore {
  readonly root: string;
  readonly linkedFrom: string | undefined;
  readonly identity: string;
  readonly #folder: LocatedFolder;
  #foldsCase: boolean | undefined;
  /** Absolute paths of the temporary files that the last scan met. */
  #temporaryFiles: readonly string[] | undefined;

  constructor(
    folder: LocatedFolder,
    private readonly onWrite: () => void = () => undefined,
  ) {
    this.#folder = folder;
    this.root = folder.root;
    this.linkedFrom = folder.linkedFrom;
    this.identity = identityOf(folder);
  }

  async foldsCase(): Promise<boolean> {
    this.#foldsCase ??= foldsCase(this.root);
    return this.#foldsCase;
  }

  async scan(wanted: (path: RelativePath) => boolean, signal: AbortSignal): Promise<LocalListing> {
    checkFolderIsStill(this.#folder);
    const { listing, temporary } = await scanFolder(this.#folder, wanted, signal);
    checkFolderIsStill(this.#folder);
    this.#temporaryFiles = temporary.map((path) => join(this.root, path));
    return listing;
  }

  async stat(path: RelativePath): Promise<LocalFile | undefined> {
    return statFile(safePath(this.root, path), path, this.#folder.rule);
  }

  async has(path: RelativePath): Promise<boolean> {
    const found = lstatIfPresent(safePath(this.root, path), path);
    // Checked afterwards, because in a folder that is gone nothing has any name.
    checkFolderIsStill(this.#folder);
    return found !== undefined;
  }

  async hash(path: RelativePath, signal: AbortSignal): Promise<LocalHashes> {
    return this.#unlessFolderIsGone(() =>
      hashFile(this.#file(path, { ...this.#folder.rule, isCompared: true }), signal),
    );
  }

  async read(path: RelativePath, signal: AbortSignal): Promise<LocalBytes> {
    return this.#unlessFolderIsGone(() => readWholeFile(this.#file(path), signal));
  }

  async *readParts(
    path: RelativePath,
    expected: LocalHashes,
    partSize: number,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    yield* readFileInParts(this.#file(path), expected, partSize, signal);
  }

  async write(
    path: RelativePath,
    body: AsyncIterable<Uint8Array>,
    before: LocalFile | undefined,
    verify: WriteRequest['verify'],
    signal: AbortSignal,
  ): Promise<WrittenFile> {
    checkFolderIsStill(this.#folder);
    const verifyFirst: typeof verify = async (written) => {
      await verify(written);
      this.onWrite();
    };
    return this.#unlessFolderIsGone(() =>
      writeFile(this.root, { path, body, before, verify: verifyFirst }, signal),
    );
  }

  async delete(path: RelativePath, expected: LocalHashes, signal: AbortSignal): Promise<void> {
    checkFolderIsStill(this.#folder);
    this.onWrite();
    return deleteFile(this.root, path, this.#folder.rule, expected, signal);
  }

  async clearTemporaryFiles(): Promise<void> {
    if (this.#temporaryFiles === undefined) clearTemporaryFiles(this.root);
    else this.#temporaryFiles.forEach(clearIfLeftBehind);
  }

  async removeIfUnused(): Promise<void> {
    removeMadeFolders(this.#folder);
  }

  #file(path: RelativePath, rule = this.#folder.rule): StyleFile {
    return { absolute: safePath(this.root, path), path, rule };
  }

  /** When the folder is gone, all its files are missing: that is reported once, not for each file. */
  async #unlessFolderIsGone<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      checkFolderIsStill(this.#folder);
      throw error;
    }
  }
}
