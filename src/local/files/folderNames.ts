import { readdirSync, type Dirent } from 'node:fs';

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
