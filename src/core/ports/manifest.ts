import type { RelativePath } from '../../dataset/trainingImage.js';
import type { Location } from '../location.js';

/** What the last sync left under one path: the same bytes on both sides, and how each side identifies them. */
export interface ManifestEntry {
  /** Lower-case hex of the bytes that both sides held. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
  readonly etag: string;
  /**
   * This user did not write it (docs/sync-contract.md §8): it can keep a sync from an act that it would otherwise carry
   * out, and is believed in nothing else.
   */
  readonly claimed?: true;
  /** An image that neither side holds any more. It stays known because its caption is still there. */
  readonly gone?: true;
}

/** The base of the next comparison, for images and captions. */
export interface Manifest {
  readonly version: 1;
  /** The folder and the location that the manifest belongs to; it says nothing about others. */
  readonly folder: string;
  readonly location: Location;
  /** `FileStore.identity` of the folder; absent in manifests of the first versions. */
  readonly folderIdentity?: string;
  readonly entries: ReadonlyMap<RelativePath, ManifestEntry>;
}
