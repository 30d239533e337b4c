import { mergeCaption } from '../merge/mergeCaption.js';
import { SyncError } from '../core/errors.js';
import { keyPrefixOf, type Location } from '../core/location.js';
import type { FileStore } from '../core/ports/fileStore.js';
import type { ObjectStore } from '../core/ports/objectStore.js';
import { readWhole } from '../core/content/readWhole.js';
import type { StyleAdapters } from './protocol/adapters.js';
import type { CaptionVersions, ObjectRequest } from './protocol/requests.js';
import { folderNameOf, locationOf } from './openStyle.js';

/** The largest file that an editor shows; it is held in memory. Bytes. */
const SHOWN_LIMIT = 256 * 1024 * 1024;
/** The largest caption that is merged. Bytes. */
const MERGED_LIMIT = 64 * 1024 * 1024;

/**
 * The content of a style's file in S3; `undefined` where it does not exist. Throws `unreadable-file` where it is too
 * large.
 */
export async function readObject(
  request: ObjectRequest,
  adapters: StyleAdapters,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  return withStyle(request, adapters, ({ objects, location }) =>
    readWhole(objects, keyPrefixOf(location) + request.file, SHOWN_LIMIT, signal),
  );
}

/**
 * A caption of both sides, the text that both had at the last sync, and one text with all edits where they do not
 * contradict each other. Throws `object-missing`, `missing-file`.
 */
export async function readCaptionVersions(
  request: ObjectRequest,
  adapters: StyleAdapters,
  signal: AbortSignal,
): Promise<CaptionVersions> {
  return withStyle(request, adapters, async ({ files, objects, location }) => {
    const { file } = request;
    const bytes = await readWhole(objects, keyPrefixOf(location) + file, MERGED_LIMIT, signal);
    if (bytes === undefined) throw new SyncError('object-missing', { file });
    const local = textOf((await files.read(file, signal)).bytes, file);
    const s3 = textOf(bytes, file);
    const base = await lastSyncedText(file, files.root, location, adapters);
    const merge = mergeCaption(base, local, s3);
    return { base, local, s3, merged: merge.clean ? merge.text : undefined };
  });
}

interface OpenStyle {
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly location: Location;
}

async function withStyle<T>(
  { folder, followLinks, bucket, prefix, styleId, connection }: ObjectRequest,
  adapters: StyleAdapters,
  use: (style: OpenStyle) => Promise<T>,
): Promise<T> {
  const files = await adapters.openFolder(folder, { followLinks });
  const { store, endpoint } = await adapters.openBucket({ bucket, connection, concurrency: 1 });
  try {
    const location = locationOf({ bucket, prefix }, styleId ?? folderNameOf(files.root), endpoint);
    return await use({ files, objects: store, location });
  } finally {
    store.close();
  }
}

async function lastSyncedText(
  file: string,
  root: string,
  location: Location,
  adapters: StyleAdapters,
): Promise<string | undefined> {
  const entry = (await adapters.manifestOf(root, location).load())?.manifest.entries.get(file);
  return entry === undefined || entry.claimed ? undefined : adapters.recoveryOf(root).caption(entry.sha256);
}

/** Throws `unreadable-file` where the bytes are not UTF-8: a merge would lose them. */
function textOf(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new SyncError('unreadable-file', { file, cause: 'it is not UTF-8 text' }, { cause: error });
  }
}
