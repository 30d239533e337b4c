import type { RelativePath } from '../dataset/trainingImage.js';
import type { LocalFile } from '../core/ports/fileStore.js';

/**
 * A style's folder as it is shown: first by its names, which come at once, then file by file. For looking only, where
 * `FileStore` is for syncing.
 */
export interface ListedFolder {
  /** Absolute, symbolic links resolved. */
  readonly root: string;
  /** The wanted files by their names. Throws `missing-folder`, `incomplete-listing`, `cancelled`. */
  paths(wanted: (path: RelativePath) => boolean, signal: AbortSignal): Promise<readonly RelativePath[]>;
  /** `undefined` where there is no file, or none that can be looked at. Throws `incomplete-listing`, `unsafe-name`. */
  stat(path: RelativePath): LocalFile | undefined;
  /**
   * At most `limit` bytes, good until the next call; `undefined` where there is no file. Throws `unreadable-file`,
   * `unsafe-name`.
   */
  beginningOf(path: RelativePath, limit: number): Uint8Array | undefined;
  /** To be called every few files: lets others have their turn when it is time. Throws `cancelled`. */
  pause(signal: AbortSignal): Promise<void>;
}
