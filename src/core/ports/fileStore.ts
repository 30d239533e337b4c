import type { RelativePath } from '../../dataset/trainingImage.js';
import type { ErrorCode } from '../errors.js';

/** What the core needs from the folder of a style. Adapter: `local/style/`. */

/** Identifies the state of a local file without reading it. */
export interface LocalFile {
  readonly path: RelativePath;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch, with the file system's fraction. */
  readonly mtimeMs: number;
  readonly ino: number;
}

/** A file or folder that exists and cannot be read, which is not the same as an absent one. */
export interface Unreadable {
  readonly path: RelativePath;
  readonly isFolder: boolean;
  readonly code: ErrorCode;
  readonly cause: string;
}

export interface LocalListing {
  readonly files: readonly LocalFile[];
  readonly unreadable: readonly Unreadable[];
}

export interface ContentHashes {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly md5: string;
}

/** A file's content, and the state in which it was read. */
export interface LocalBytes extends ContentHashes {
  readonly file: LocalFile;
  readonly bytes: Uint8Array;
}

export interface LocalHashes extends ContentHashes {
  readonly file: LocalFile;
}

/** What was written, before it takes its final name. */
export interface WrittenBytes {
  /** Lower-case hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** A file after it was written. */
export interface WrittenFile {
  readonly file: LocalFile;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** The folder of one style. Every method throws `SyncError` only. */
export interface FileStore {
  /** Absolute path; symbolic links on the way to the style's folder are resolved. */
  readonly root: string;
  /**
   * The requested path, where a link that may have come with a repository leads to another place; `undefined`: none
   * does.
   */
  readonly linkedFrom: string | undefined;
  /** Distinguishes the folder from another one at the same path: another disk mounted there. */
  readonly identity: string;
  /** Whether names that differ only in case are one file here. */
  foldsCase(): Promise<boolean>;
  /**
   * All regular files below the folder whose relative path `wanted` accepts; folders whose name begins with a dot are
   * left out. An unreadable file or folder is listed as such. Throws `missing-folder`, `cancelled`, or
   * `incomplete-listing` (an I/O error: nothing may be concluded).
   */
  scan(wanted: (path: RelativePath) => boolean, signal: AbortSignal): Promise<LocalListing>;
  /** The file's present state; `undefined` where there is none. */
  stat(path: RelativePath): Promise<LocalFile | undefined>;
  /**
   * Whether anything has that name, including a broken link or a folder. Throws `missing-folder` where the style's
   * folder is gone, so that nothing can be concluded; `unreadable-file`, `unsafe-name`.
   */
  has(path: RelativePath): Promise<boolean>;
  /** Throws `unreadable-file`, `missing-file`, or `changed-during-sync` where the file keeps changing. */
  hash(path: RelativePath, signal: AbortSignal): Promise<LocalHashes>;
  /** The whole file in memory, hashed there. */
  read(path: RelativePath, signal: AbortSignal): Promise<LocalBytes>;
  /** The file in parts of `partSize` bytes. Throws `changed-during-sync` where the bytes are not `expected`. */
  readParts(
    path: RelativePath,
    expected: LocalHashes,
    partSize: number,
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array>;
  /**
   * Writes to a temporary name in the same folder, passes the hash and the length to `verify` (which throws to refuse,
   * and may back up what the write takes away), flushes, checks that the target still has the state `before`
   * (`undefined`: absent), and renames. Makes missing sub-folders. After any failure the old file is whole and no
   * temporary file is left. A chunk of `body` is written or copied before the next one is requested. Throws
   * `changed-during-sync`, `unsafe-name` (a symlinked parent or target), `disk-full`, `unwritable-file`.
   */
  write(
    path: RelativePath,
    body: AsyncIterable<Uint8Array>,
    before: LocalFile | undefined,
    verify: (written: WrittenBytes) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<WrittenFile>;
  /** Deletes a file whose state and content are still `expected`. Throws `changed-during-sync`, `unwritable-file`. */
  delete(path: RelativePath, expected: LocalHashes, signal: AbortSignal): Promise<void>;
  /**
   * Removes the temporary files of crashed runs: those that the last scan met, or, without a scan, all that a search
   * finds.
   */
  clearTemporaryFiles(): Promise<void>;
  /** Removes the folder where this store made it and it is still empty. */
  removeIfUnused(): Promise<void>;
}
