import type { RelativePath } from '../dataset/trainingImage.js';
import type { LocalFile } from '../core/ports/fileStore.js';

/** A style's folder for display: its names come at once, then file after file. `FileStore` is the one for syncs. */
export interface ListedFolder {
  /** Absolute, symbolic links resolved. */
  readonly root: string;
  /** The paths of the wanted files. Throws `missing-folder`, `incomplete-listing`, `cancelled`. */
  paths(wanted: (path: RelativePath) => boolean, signal: AbortSignal): Promise<readonly RelativePath[]>;
  /** `undefined` where there is no file, or its state cannot be read. Throws `incomplete-listing`, `unsafe-name`. */
  stat(path: RelativePath): LocalFile | undefined;
  /**
   * At most the first `limit` bytes, in a buffer that the next call overwrites; `undefined` where there is no file.
   * Throws `unreadable-file`, `unsafe-name`.
   */
  beginningOf(path: RelativePath, limit: number): Uint8Array | undefined;
  /**
   * The SHA-256 of a file's bytes, in lower-case hex; `undefined` where it cannot be read, and where this folder has read
   * so much that the list would come late. What was read once is remembered as long as the file is as it was.
   */
  contentOf(file: LocalFile): string | undefined;
  /** Must be called every few files: yields to the event loop when it is time. Throws `cancelled`. */
  pause(signal: AbortSignal): Promise<void>;
}
