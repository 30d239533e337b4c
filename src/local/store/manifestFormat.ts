import type { RelativePath } from '../../dataset/trainingImage.js';
import { isLocation } from '../../core/location.js';
import type { Manifest, ManifestEntry } from '../../core/ports/manifest.js';
import { isRecord } from '../../core/readJson.js';

/** The format of a manifest: one JSON object, with one entry per line. */

/** Entries per piece of text, which has some hundred kilobytes. */
const ENTRIES_PER_PIECE = 1000;

/**
 * The text in pieces, without its last brace: a large text is neither held whole in memory nor made without yielding.
 */
export function* serializeManifest(manifest: Manifest): Generator<string> {
  const { version, folder, folderIdentity, location } = manifest;
  const identity = folderIdentity === undefined ? '' : `"folderIdentity":${JSON.stringify(folderIdentity)},`;
  yield `{"version":${String(version)},"folder":${JSON.stringify(folder)},"location":${JSON.stringify(location)},${identity}"entries":[`;
  let lines: string[] = [];
  let separator = '\n';
  for (const [path, entry] of manifest.entries) {
    lines.push(JSON.stringify({ path, ...entry }));
    if (lines.length < ENTRIES_PER_PIECE) continue;
    yield separator + lines.join(',\n');
    separator = ',\n';
    lines = [];
  }
  if (lines.length > 0) yield separator + lines.join(',\n');
  yield '\n]';
}

/**
 * Parses a manifest. `isProven`: this user wrote it; otherwise all its entries are claimed. Throws an `Error` that says
 * what is wrong, down to a single entry: if entries were skipped, the next sync would take their files for never
 * synced.
 */
export function parseManifest(text: string, isProven: boolean): Manifest {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) throw new Error('it is no manifest');
  if (value['version'] !== 1) throw new Error(`its version ${JSON.stringify(value['version'])} is not known`);
  const { folder, folderIdentity, location, entries } = value;
  if (typeof folder !== 'string' || !isLocation(location) || !Array.isArray(entries)) {
    throw new Error('a field is missing');
  }
  const parsed = new Map<RelativePath, ManifestEntry>();
  for (const entry of entries as unknown[]) parsed.set(...parseEntry(entry, isProven));
  if (parsed.size !== entries.length) throw new Error('a path is in it twice');
  return {
    version: 1,
    folder,
    location,
    ...(typeof folderIdentity === 'string' && { folderIdentity }),
    entries: parsed,
  };
}

function parseEntry(value: unknown, isProven: boolean): [RelativePath, ManifestEntry] {
  if (!isRecord(value)) throw new Error('an entry is no object');
  const { path, sha256, size, mtimeMs, ino, etag, claimed, gone } = value;
  if (
    typeof path !== 'string' ||
    typeof sha256 !== 'string' ||
    typeof size !== 'number' ||
    typeof mtimeMs !== 'number' ||
    typeof ino !== 'number' ||
    typeof etag !== 'string'
  ) {
    throw new Error(`the entry of ${JSON.stringify(path)} is damaged`);
  }
  const entry = { sha256, size, mtimeMs, ino, etag, ...(gone === true ? { gone: true as const } : {}) };
  return [path, isProven && claimed !== true ? entry : { ...entry, claimed: true }];
}
