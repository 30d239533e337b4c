import { mkdirSync, readdirSync, rmdirSync, unlinkSync, type Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf, isAbsent, writeError } from './errno.js';

/** Single folders: their entries, and how they are made and removed. */

/** One entry of a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** The name's bytes are not valid Unicode: `name` is a lossy form that opens nothing. */
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

/** The lossy names in a folder. Reads it once more as bytes, only where the replacement character occurs. */
function mangledNames(folder: string): ReadonlySet<string> {
  const names = readdirSync(folder, { encoding: 'buffer' });
  return new Set(
    names.filter((bytes) => !Buffer.from(bytes.toString()).equals(bytes)).map((bytes) => bytes.toString()),
  );
}

/** Names in a folder; a link counts as what it leads to. */
export interface FolderEntries {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/**
 * The direct entries of a folder, including hidden ones; `undefined` where there is no such folder. Throws what
 * `readdir` throws.
 */
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

/** `undefined` where the link is broken or its target cannot be looked at. */
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

/** The folder has entries, or is already gone. */
const NOT_EMPTY_OR_GONE = new Set(['ENOTEMPTY', 'EEXIST', 'ENOENT']);

/** Removes the folder; false where it has entries or is already gone. Throws `unwritable-file`. */
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
