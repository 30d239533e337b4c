import type { RecoveryStore } from '../recovery/journal.js';
import type { Location } from '../sync/location.js';
import type { FileStore, ManifestStore, ObjectStore } from '../sync/ports.js';

/** Both sides of a style, and what is kept beside it. */
export interface StyleEnds {
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly manifests: ManifestStore;
  readonly recovery: RecoveryStore;
  readonly location: Location;
}
