import { statSync } from 'node:fs';

/** Identifies a style's folder. */
export interface FolderMark {
  /** As in `FileStore`. */
  readonly root: string;
  /** As in `FileStore`. */
  readonly identity: string;
}

/** The mark of the folder that is at `root` now; with an empty identity where it cannot be read. */
export function folderMarkAt(root: string): FolderMark {
  try {
    return { root, identity: identityOf(statSync(root)) };
  } catch {
    return { root, identity: '' };
  }
}

export const identityOf = ({ dev, ino }: { readonly dev: number; readonly ino: number }): string =>
  `${String(dev)}:${String(ino)}`;

/**
 * Whether both are one folder. A moved folder keeps its identity, a folder whose disk was mounted anew keeps its path;
 * a copy keeps neither.
 */
export function isSameFolder(one: FolderMark, other: FolderMark): boolean {
  return isSaid(one.root, other.root) || isSaid(one.identity, other.identity);
}

const isSaid = (one: string, other: string): boolean => one !== '' && one === other;
