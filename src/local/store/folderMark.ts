import { statSync } from 'node:fs';

/** By what a style's folder is known again. */
export interface FolderMark {
  /** As of `FileStore`. */
  readonly root: string;
  /** As of `FileStore`. */
  readonly identity: string;
}

/** Of the folder that stands at `root` now; without an identity where none can be seen. */
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
 * Whether both are one folder. A folder that was moved has its identity still, and one whose disk was mounted anew its
 * path; a copy has neither.
 */
export function isSameFolder(one: FolderMark, other: FolderMark): boolean {
  return isSaid(one.root, other.root) || isSaid(one.identity, other.identity);
}

const isSaid = (one: string, other: string): boolean => one !== '' && one === other;
