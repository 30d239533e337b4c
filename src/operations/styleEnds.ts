import type { RecoveryStore } from '../core/ports/journal.js';
import type { Location } from '../core/location.js';
import type { FileStore, ManifestStore, ObjectStore } from '../core/ports/ports.js';

/** Both sides of a style, and what is kept beside it. */
export interface StyleEnds {
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly manifests: ManifestStore;
  readonly recovery: RecoveryStore;
  readonly location: Location;
}
