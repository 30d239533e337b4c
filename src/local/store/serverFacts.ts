import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { recordOf } from '../../core/readJson.js';
import type { ServerFacts } from '../../core/ports/stores.js';
import { MAX_BYTES, readText } from '../files/readText.js';
import { checkFolder } from '../files/safePath.js';
import { seal, sealIn } from './seal.js';
import { makeStoreFolder } from './storeFolder.js';
import { storeFolderOf } from './storePlace.js';

/**
 * What is known about servers, stored beside the stores of the styles that use them: `servers.json`. It is sealed,
 * because nothing else checks what it says about a server's conditions. Every method rejects on any error, and `load`
 * resolves to `undefined` where another user wrote the file; the caller can learn the facts again. `root` as in
 * `FileStore`.
 */
export function serverFactsOf(root: string): ServerFacts {
  // Computed at each use: until the style's lock is held, the store may move to its other place.
  const currentPath = (): string => join(dirname(storeFolderOf(root)), 'servers.json');
  return {
    async load() {
      const path = currentPath();
      const folder = dirname(path);
      const found = checkFolder(folder, folder) ? await readText(path, MAX_BYTES.serverFacts) : undefined;
      if (found === undefined || sealIn('server facts', found.text) === undefined) return undefined;
      return recordOf(JSON.parse(found.text))['value'];
    },
    async save(value) {
      makeStoreFolder(root);
      const path = currentPath();
      // Styles in the same folder may be synced at once, so each write has a temporary file of its own.
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
