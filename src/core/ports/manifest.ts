import type { RelativePath } from '../../dataset/trainingImage.js';
import type { Location } from '../location.js';

/** What the last sync left on both sides of one path: the same bytes, and how each side shows them. */
export interface ManifestEntry {
  /** Lower-case hex of the bytes that both sides held. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
  readonly etag: string;
  /**
   * Nobody knows who says so (docs/sync-contract.md §8): it may keep a sync from acting, which without it would act, and
   * is believed in nothing else.
   */
  readonly claimed?: true;
}

/** The base of the next comparison, images and captions. */
export interface Manifest {
  readonly version: 1;
  /** The folder and the location that it is bound to: elsewhere it says nothing. */
  readonly folder: string;
  readonly location: Location;
  /** `FileStore.identity` of the folder; left out in manifests of the first versions. */
  readonly folderIdentity?: string;
  readonly entries: ReadonlyMap<RelativePath, ManifestEntry>;
}
