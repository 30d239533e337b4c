import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ServerFacts } from '../../core/ports/ports.js';
import { MAX_BYTES, readText } from '../files/readText.js';
import { checkFolder } from '../files/safePath.js';
import { seal, sealIn } from './seal.js';
import { makeStoreFolder } from './storeFolder.js';
import { storeFolderOf } from './storePlace.js';

/**
 * What was found out about servers, beside the stores of the styles that are synced with them: `servers.json`, sealed,
 * because what a server is said to check nobody else would check. Whatever goes wrong with it rejects; whoever asks can
 * find it out once more, as where somebody else wrote it. `root` as of `FileStore`.
 */
export function serverFactsOf(root: string): ServerFacts {
  // Looked up anew each time: until the style's lock is held, the store may come to be in another place.
  const currentPath = (): string => join(dirname(storeFolderOf(root)), 'servers.json');
  return {
    async load() {
      const path = currentPath();
      const folder = dirname(path);
      const found = checkFolder(folder, folder) ? await readText(path, MAX_BYTES.serverFacts) : undefined;
      if (found === undefined || sealIn('server facts', found.text) === undefined) return undefined;
      return valueOf(JSON.parse(found.text) as { readonly value?: unknown });
    },
    async save(value) {
      makeStoreFolder(root);
      const path = currentPath();
      // Styles of the same folder may be synced at the same time: each writes a file of its own before it takes the name.
      const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
      try {
        await writeFile(temporary, seal('server facts', JSON.stringify({ value })).text);
        await rename(temporary, path);
      } finally {
        await rm(temporary, { force: true });
      }
    },
  };
}

const valueOf = ({ value }: { readonly value?: unknown }): unknown => value;
