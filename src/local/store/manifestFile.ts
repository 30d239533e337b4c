import { createHash } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SyncError } from '../../core/errors.js';
import type { Location } from '../../core/location.js';
import type { Manifest } from '../../core/ports/manifest.js';
import type { ManifestStore } from '../../core/ports/stores.js';
import { withDescriptorRetry } from '../files/descriptors.js';
import { causeOf, isAbsent, readError, writeError } from '../files/errno.js';
import { flushed, flushFolder } from '../files/flush.js';
import { parseManifest, serializeManifest } from './manifestFormat.js';
import { MAX_BYTES, readText } from '../files/readText.js';
import { sealIn, Sealing } from './seal.js';
import { makeStoreFolder } from './storeFolder.js';
import { storeFolderOf } from './storePlace.js';
import { findStoreSubFolder } from './storeSubFolders.js';

/** A manifest's file name is these two with a hash of the location in between. */
const [NAME_PREFIX, NAME_SUFFIX] = ['manifest-', '.json'];

/**
 * The manifest of a style's folder (`root` as in `FileStore`) and one location; each such pair has a file of its own.
 */
export function manifestFileOf(root: string, location: Location): ManifestStore {
  return new ManifestFile(root, location);
}

/**
 * The manifest files of all locations. Throws `unsafe-name` where a link stands in the store's place,
 * `unreadable-file`.
 */
export async function manifestFilesOf(root: string): Promise<string[]> {
  const store = findStoreSubFolder(root);
  if (store === undefined) return [];
  try {
    const names = await readdir(store);
    return names
      .filter((name) => name.startsWith(NAME_PREFIX) && name.endsWith(NAME_SUFFIX))
      .map((name) => join(store, name));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw readError(error, store);
  }
}

class ManifestFile implements ManifestStore {
  constructor(
    readonly root: string,
    readonly location: Location,
  ) {}

  /** Computed at each use: until the style's lock is held, the store may move to its other place. */
  get #path(): string {
    return join(storeFolderOf(this.root), NAME_PREFIX + hashOfLocation(this.location) + NAME_SUFFIX);
  }

  async load(): Promise<{ manifest: Manifest; writtenAtMs: number } | undefined> {
    try {
      if (findStoreSubFolder(this.root) === undefined) return undefined;
      const found = await readText(this.#path, MAX_BYTES.text);
      if (found === undefined) return undefined;
      const manifest = manifestIn(found.text);
      // By the clock of the disk that the images are on, so that the times can be compared.
      return this.#isOurs(manifest) ? { manifest, writtenAtMs: found.stats.mtimeMs } : undefined;
    } catch (error) {
      const cause =
        error instanceof SyncError ? (error.data.cause ?? '?') : `it is damaged: ${causeOf(error)}`;
      throw new SyncError('manifest-unreadable', { file: this.#path, cause }, { cause: error });
    }
  }

  async save(manifest: Manifest): Promise<void> {
    const store = makeStoreFolder(this.root);
    const temporary = `${this.#path}.tmp`;
    try {
      try {
        // The style's lock is held, so this can only be left by a crashed run.
        await rm(temporary, { force: true });
        await writeManifest(temporary, manifest);
        await rename(temporary, this.#path);
      } finally {
        await rm(temporary, { force: true });
      }
      await flushFolder(store);
    } catch (error) {
      throw writeError(error, this.#path);
    }
  }

  /** A folder that was copied together with its store has a manifest that says nothing about the copy. */
  #isOurs(manifest: Manifest): boolean {
    return manifest.folder === this.root && identityOf(manifest.location) === identityOf(this.location);
  }
}

/** Throws as `parseManifest` does. */
export const manifestIn = (text: string): Manifest =>
  parseManifest(text, sealIn('manifest', text.trimEnd()) !== undefined);

async function writeManifest(path: string, manifest: Manifest): Promise<void> {
  const handle = await withDescriptorRetry(() => open(path, 'wx'));
  const sealing = new Sealing('manifest');
  try {
    for (const piece of serializeManifest(manifest)) {
      sealing.update(piece);
      await handle.writeFile(piece);
    }
    await handle.writeFile(`${sealing.end()}\n`);
    await flushed(handle.sync());
  } finally {
    await handle.close();
  }
}

const identityOf = ({ endpoint, bucket, prefix, styleId }: Location): string =>
  JSON.stringify([endpoint, bucket, prefix, styleId]);

/** Stands for a location in the name of a file. */
export const hashOfLocation = (location: Location): string =>
  createHash('sha256').update(identityOf(location)).digest('hex').slice(0, 16);
