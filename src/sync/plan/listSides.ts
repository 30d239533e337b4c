import { captionPathOf, type ImageExtensions } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { describeLocation, keyPrefixOf, type Location } from '../../core/location.js';
import type { Manifest } from '../../core/ports/manifest.js';
import { findTwins, problemWithName, type Platform } from '../../core/names.js';
import type { Refused } from './plan.js';
import type { FileStore, LocalFile, LocalListing, Unreadable } from '../../core/ports/fileStore.js';
import type { ObjectInfo, ObjectStore } from '../../core/ports/objectStore.js';
import type { SyncDirection } from '../../core/progress.js';
import { SyncError } from '../../core/errors.js';

/** Both sides of a style as listed: what may be synced, and what must be left alone. */
export interface ListedSides {
  readonly local: ReadonlyMap<RelativePath, LocalFile>;
  readonly s3: ReadonlyMap<RelativePath, ObjectInfo>;
  readonly refused: readonly Refused[];
  readonly unreadable: readonly Unreadable[];
  /** Whether the `.txt` belongs to an image of the same stem, on either side or in the manifest. */
  isCaption(path: RelativePath): boolean;
}

export interface ListSidesRequest {
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly location: Location;
  readonly extensions: ImageExtensions;
  readonly platform: Platform;
  readonly direction: SyncDirection;
  readonly manifest: Manifest | undefined;
  /** Receives the files of the folder, and may work with them until S3 is listed: then `until` aborts. */
  readonly whileListing: (scanned: readonly LocalFile[], until: AbortSignal) => Promise<void>;
}

/** Lists both sides at once. An error on either side fails the whole: nothing is concluded from half. */
export async function listSides(request: ListSidesRequest, signal: AbortSignal): Promise<ListedSides> {
  const { files, extensions, manifest } = request;
  const listed = new AbortController();
  const scan = async (): Promise<LocalListing> => {
    const found = await files.scan((path) => extensions.isWanted(path), signal);
    await request.whileListing(found.files, listed.signal);
    return found;
  };
  const [listing, s3] = await Promise.all([
    scan(),
    listObjects(request, signal).finally(() => listed.abort()),
  ]);
  const local = new Map(listing.files.map((file) => [file.path, file]));
  const unreadable = new Map(listing.unreadable.map((item) => [item.path, item]));
  const refused = await takeOutUnsafeNames(local, s3, request);
  const known = [local.keys(), s3.keys(), unreadable.keys(), knownBy(manifest)];
  const captions = findCaptions(known, extensions);
  const isCaption = (path: RelativePath): boolean => captions.has(path);
  for (const side of [local, s3]) {
    for (const path of side.keys()) if (!extensions.isImage(path) && !isCaption(path)) side.delete(path);
  }
  return { local, s3, refused, unreadable: listing.unreadable, isCaption };
}

/** Objects by relative path, without `key/` markers and files of other kinds. */
async function listObjects(
  { objects, location, extensions, manifest }: ListSidesRequest,
  signal: AbortSignal,
): Promise<Map<RelativePath, ObjectInfo>> {
  const prefix = keyPrefixOf(location);
  const found = new Map<RelativePath, ObjectInfo>();
  for await (const page of objects.list(prefix, signal, keysIn(manifest, prefix))) {
    for (const object of page) {
      if (!object.key.startsWith(prefix)) {
        throw new SyncError('incomplete-listing', {
          file: describeLocation(location),
          cause: `${object.key} is not below the prefix that was listed`,
        });
      }
      const path = object.key.slice(prefix.length);
      if (!path.endsWith('/') && extensions.isWanted(path)) found.set(path, object);
    }
  }
  return found;
}

/** The keys that the last sync left in S3. */
function* keysIn(manifest: Manifest | undefined, prefix: string): Generator<string> {
  for (const path of manifest?.entries.keys() ?? []) yield prefix + path;
}

/** Removes names that cannot be synced safely, and names that collide, from the maps of both sides. */
async function takeOutUnsafeNames(
  local: Map<RelativePath, LocalFile>,
  s3: Map<RelativePath, ObjectInfo>,
  { location, platform, direction, files }: ListSidesRequest,
): Promise<Refused[]> {
  const all = new Set([...local.keys(), ...s3.keys()]);
  const causes = new Map<RelativePath, string>();
  const keyPrefix = keyPrefixOf(location);
  for (const path of all) {
    const problem = problemWithName(path, keyPrefix, platform);
    if (problem !== undefined) causes.set(path, problem);
  }
  // A refused name no longer collides with others.
  const possible = [...all].filter((path) => !causes.has(path));
  for (const [path, cause] of findTwins(possible, await files.foldsCase())) causes.set(path, cause);
  const source: ReadonlyMap<RelativePath, unknown> = direction === 'to-s3' ? local : s3;
  const refused = [...causes].map(([path, cause]) => ({
    path,
    cause,
    size: local.get(path)?.size ?? s3.get(path)?.size ?? 0,
    inSource: source.has(path),
  }));
  for (const path of causes.keys()) {
    local.delete(path);
    s3.delete(path);
  }
  return refused;
}

/** A claimed entry makes no file a caption, because a caption could be deleted. */
function* knownBy(manifest: Manifest | undefined): Generator<RelativePath> {
  for (const [path, { claimed }] of manifest?.entries ?? []) if (claimed !== true) yield path;
}

/** The captions that the images among all known paths have or could have. */
function findCaptions(
  known: readonly Iterable<RelativePath>[],
  extensions: ImageExtensions,
): ReadonlySet<RelativePath> {
  const captions = new Set<RelativePath>();
  for (const side of known) {
    for (const path of side) if (extensions.isImage(path)) captions.add(captionPathOf(path));
  }
  return captions;
}
