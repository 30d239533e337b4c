import { lstat } from 'node:fs/promises';
import type { Location } from '../../core/location.js';
import type { Manifest } from '../../core/ports/manifest.js';
import { manifestFilesOf } from './manifestFile.js';
import { parseManifest } from './manifestFormat.js';
import { MAX_BYTES, readText } from '../files/readText.js';

/**
 * The last written manifest of a style's folder (`root` as in `FileStore`) whose location `isMeant`; `undefined` where
 * there is none. For display only: unreadable manifests are skipped, because the next sync reports them.
 */
export async function newestManifestOf(
  root: string,
  isMeant: (location: Location) => boolean,
): Promise<Manifest | undefined> {
  const files = (await manifestFilesOf(root).catch(nothing)) ?? [];
  const aged = await Promise.all(files.map(withAge));
  for (const { path } of aged.sort((a, b) => b.writtenAtMs - a.writtenAtMs)) {
    const manifest = await readText(path, MAX_BYTES.text).then(hintIn).catch(nothing);
    if (manifest?.folder === root && isMeant(manifest.location)) return manifest;
  }
  return undefined;
}

async function withAge(path: string): Promise<{ path: string; writtenAtMs: number }> {
  const stats = await lstat(path).catch(nothing);
  return { path, writtenAtMs: stats?.mtimeMs ?? 0 };
}

/** A hint for people, whoever wrote it. */
const hintIn = (read: { text: string } | undefined): Manifest | undefined =>
  read && parseManifest(read.text, false);

const nothing = (): undefined => undefined;

/**
 * The SHA-256 of each file in any manifest of the style, whatever its location and folder (a moved folder may come
 * back). `undefined` where a manifest cannot be read: then nothing may count as unknown, until the next sync with its
 * location reports it. `root` as in `FileStore`. Throws `unreadable-file`.
 */
export async function hashesInManifests(root: string): Promise<ReadonlySet<string> | undefined> {
  const known = new Set<string>();
  for (const path of await manifestFilesOf(root)) {
    try {
      const found = await readText(path, MAX_BYTES.text);
      if (found === undefined) continue;
      for (const { sha256 } of parseManifest(found.text, false).entries.values()) known.add(sha256);
    } catch {
      return undefined;
    }
  }
  return known;
}
