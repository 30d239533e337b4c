import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ServerFacts } from '../sync/ports.js';
import { isAbsent } from './errno.js';
import { makeStoreFolder, storeFolderOf } from './storeFolder.js';

/**
 * What was found out about servers, beside the stores of the styles that are synced with them: `servers.json`. Whatever
 * goes wrong with it rejects; whoever asks can find it out once more. `root` as of `FileStore`.
 */
export function serverFactsOf(root: string): ServerFacts {
  const file = join(dirname(storeFolderOf(root)), 'servers.json');
  return {
    async load() {
      try {
        return JSON.parse(await readFile(file, 'utf8')) as unknown;
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    async save(value) {
      makeStoreFolder(root);
      // Styles of the same folder may be synced at the same time: each writes a file of its own before it takes the name.
      const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
      try {
        await writeFile(temporary, JSON.stringify(value, null, 2));
        await rename(temporary, file);
      } finally {
        await rm(temporary, { force: true });
      }
    },
  };
}
