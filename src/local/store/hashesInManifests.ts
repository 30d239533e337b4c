import { manifestFilesOf } from './manifestFile.js';
import { parseManifest } from './manifestFormat.js';
import { MAX_BYTES, readText } from '../files/readText.js';

/**
 * The SHA-256 of each file that a manifest of the style knows, whatever its location and folder (one that was moved
 * comes back). `undefined` where a manifest cannot be read, which the next sync with its location says: until then
 * nothing can be taken for unknown. `root` as of `FileStore`. Throws `unreadable-file`.
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
