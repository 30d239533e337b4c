import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Location } from '../sync/location.js';
import type { Manifest } from '../sync/manifest.js';
import { parseManifest } from './manifestFormat.js';
import { storeFolderOf } from './storeFolder.js';

const MANIFEST = /^manifest-.*\.json$/;

/**
 * The manifest of a style's folder (`root` as of `FileStore`) that was written last, of those whose location is meant;
 * `undefined` where there is none. Only to look at: what cannot be read is passed over, for the next sync says so.
 */
export async function newestManifestOf(
  root: string,
  isMeant: (location: Location) => boolean,
): Promise<Manifest | undefined> {
  const files = await Promise.all((await manifestFiles(storeFolderOf(root))).map(withAge));
  for (const { file } of files.sort((a, b) => b.writtenAtMs - a.writtenAtMs)) {
    const manifest = await readFile(file, 'utf8').then(parseManifest).catch(nothing);
    if (manifest?.folder === root && isMeant(manifest.location)) return manifest;
  }
  return undefined;
}

async function manifestFiles(store: string): Promise<string[]> {
  const names = (await readdir(store).catch(nothing)) ?? [];
  return names.filter((name) => MANIFEST.test(name)).map((name) => join(store, name));
}

async function withAge(file: string): Promise<{ file: string; writtenAtMs: number }> {
  const stats = await stat(file).catch(nothing);
  return { file, writtenAtMs: stats?.mtimeMs ?? 0 };
}

const nothing = (): undefined => undefined;
