import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsent } from './errno.js';

/** Names in a folder, those of links by what they lead to. */
export interface FolderEntries {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** What is directly in a folder, hidden names too; `undefined`: there is no such folder. Throws what `readdir` throws. */
export async function folderEntries(folder: string): Promise<FolderEntries | undefined> {
  const found = { files: [] as string[], folders: [] as string[] };
  try {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const kind = entry.isSymbolicLink() ? await leadsTo(join(folder, entry.name)) : entry;
      if (kind?.isDirectory()) found.folders.push(entry.name);
      else if (kind?.isFile()) found.files.push(entry.name);
    }
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
  return found;
}

/** `undefined`: nowhere, or nobody can tell. */
const leadsTo = (link: string): Promise<Pick<Dirent, 'isDirectory' | 'isFile'> | undefined> =>
  stat(link).catch(() => undefined);
