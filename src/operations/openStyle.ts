import type { Connection } from '../core/connection.js';
import { asSyncError } from '../core/errors.js';
import { checkLocation, normalizePrefix, type Location } from '../core/location.js';
import type { FileStore } from '../core/ports/fileStore.js';
import type { RecoveryStore } from '../core/ports/journal.js';
import type { ObjectStore } from '../core/ports/objectStore.js';
import type { ManifestStore } from '../core/ports/stores.js';
import type { LogSink } from '../core/progress.js';
import { useFewerConnectionsWhenShort } from './descriptorLimits.js';
import type { StyleAdapters } from './protocol/adapters.js';
import { warnOfStoreElsewhere } from './runWarnings.js';

/** Both sides of a style, and its stores. */
export interface StyleEnds {
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly manifests: ManifestStore;
  readonly recovery: RecoveryStore;
  readonly location: Location;
}

/** The location of a style. Throws `bad-argument` where its id cannot be a segment of a key, and `bucket-not-set`. */
export function locationOf(
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  styleId: string,
  endpoint: string,
): Location {
  const location = { endpoint, bucket, prefix: normalizePrefix(prefix), styleId };
  checkLocation(location);
  return location;
}

/** The name of a folder, which is the id of its style unless another is given. */
export const folderNameOf = (root: string): string =>
  root.split(/[/\\]/).findLast((segment) => segment !== '') ?? '';

interface RunTarget {
  /** As of `FileStore`. */
  readonly root: string;
  readonly bucket: string;
  readonly connection: Connection;
  readonly concurrency: number;
  /** Called before each request that writes. */
  readonly onWrite: (() => void) | undefined;
  readonly log: LogSink;
}

/** Opens the bucket of a run, and closes it after `use`. `endpoint`: empty for AWS itself. */
export async function withBucket<T>(
  { root, log, ...target }: RunTarget,
  adapters: StyleAdapters,
  use: (objects: ObjectStore, endpoint: string) => Promise<T>,
): Promise<T> {
  const { store, endpoint } = await adapters.openBucket({
    ...target,
    serverFacts: adapters.serverFactsOf(root),
  });
  const hasEnded = useFewerConnectionsWhenShort(store, adapters, log);
  try {
    return await use(store, endpoint);
  } finally {
    hasEnded();
    store.close();
  }
}

/** Holds the lock of a style's folder while `act` runs. Throws `locked`. */
export async function underLock<T>(
  { root, holder, log }: { readonly root: string; readonly holder: string; readonly log: LogSink },
  adapters: Pick<StyleAdapters, 'lockOf' | 'storeElsewhereOf'>,
  act: () => Promise<T>,
): Promise<T> {
  const lock = await adapters.lockOf(root).acquire(holder);
  try {
    warnOfStoreElsewhere(root, adapters, log);
    return await act();
  } finally {
    await tidyUp(() => lock.release(), log);
  }
}

/** Takes a step after the work. A failure of the step is logged: the result of the work must not be lost. */
export async function tidyUp(step: () => Promise<void>, log: LogSink): Promise<void> {
  try {
    await step();
  } catch (error) {
    log('warn', `Something was left behind: ${asSyncError(error).message}`);
  }
}
