import { mkdirSync, readdirSync, rmdirSync, unlinkSync, type Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf, isAbsent, writeError } from './errno.js';

/** Single folders: their entries, and how they are made and removed. */

/** One name in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** The name's bytes are not valid Unicode: `name` is a lossy spelling of it that opens nothing. */
  readonly isMangled: boolean;
}

/** The entries of a folder by name, in code-unit order on every platform. Throws what `readdir` throws. */
export function readFolder(folder: string): FolderEntry[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const mangled = entries.some(({ name }) => name.includes('\ufffd')) ? mangledNames(folder) : undefined;
  return entries
    .map((entry) => ({ name: entry.name, kind: kindOf(entry), isMangled: mangled?.has(entry.name) ?? false }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function kindOf(entry: Dirent): FolderEntry['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

/** The lossy spellings in a folder: read once more as bytes, only where the replacement character showed up. */
function mangledNames(folder: string): ReadonlySet<string> {
  const names = readdirSync(folder, { encoding: 'buffer' });
  return new Set(
    names.filter((bytes) => !Buffer.from(bytes.toString()).equals(bytes)).map((bytes) => bytes.toString()),
  );
}

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

/** Makes one folder; false where its name is taken, by a folder or not. Throws what `mkdir` throws otherwise. */
export function makeFolder(folder: string, mode?: number): boolean {
  try {
    mkdirSync(folder, { mode });
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Of a folder that has something in it, or is gone already. */
const NOT_EMPTY_OR_GONE = new Set(['ENOTEMPTY', 'EEXIST', 'ENOENT']);

/** False where something is in the folder, or it is gone already. Throws `unwritable-file`. */
export function removeEmptyFolder(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    if (NOT_EMPTY_OR_GONE.has(errnoOf(error) ?? '')) return false;
    throw writeError(error, folder);
  }
}

/** Removes a file; an absent one is no error. Throws what `unlink` throws otherwise. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}
