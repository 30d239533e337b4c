import type { RecoveryStore } from '../core/ports/journal.js';
import type { Location } from '../core/location.js';
import type { FileStore } from '../core/ports/fileStore.js';
import type { ObjectStore } from '../core/ports/objectStore.js';
import type { ManifestStore } from '../core/ports/stores.js';

/** Both sides of a style, and what is kept beside it. */
export interface StyleEnds {
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly manifests: ManifestStore;
  readonly recovery: RecoveryStore;
  readonly location: Location;
}
