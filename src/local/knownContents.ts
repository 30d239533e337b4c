import { readFile } from 'node:fs/promises';
import { isAbsent } from './errno.js';
import { manifestFilesOf } from './manifestFile.js';
import { parseManifest } from './manifestFormat.js';

/**
 * The SHA-256 of each file that a manifest of the style knows, whatever its location and folder (one that was moved
 * comes back). `undefined` where a manifest cannot be read, which the next sync with its location says: until then
 * nothing can be taken for unknown. `root` as of `FileStore`. Throws `unreadable-file`.
 */
export async function knownContentsOf(root: string): Promise<ReadonlySet<string> | undefined> {
  const known = new Set<string>();
  for (const file of await manifestFilesOf(root)) {
    try {
      for (const { sha256 } of parseManifest(await readFile(file, 'utf8')).entries.values())
        known.add(sha256);
    } catch (error) {
      if (!isAbsent(error)) return undefined;
    }
  }
  return known;
}
