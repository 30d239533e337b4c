import { captionPathOf } from '../../dataset/pairing.js';
import type { RelativePath, SyncState } from '../../dataset/trainingImage.js';
import type { Manifest } from '../../core/ports/manifest.js';
import type { LocalFile } from '../../core/ports/fileStore.js';

/** The states of files as listed, by path. */
export type ListedFiles = ReadonlyMap<RelativePath, LocalFile>;

/**
 * How an image and its caption changed since the last sync; `undefined`: not at all. Judged by size, time and inode
 * alone, because every image is asked whenever a style is read: a hint for people, where a sync compares content.
 */
export function syncStateOf(
  image: RelativePath,
  files: ListedFiles,
  { entries }: Manifest,
): SyncState | undefined {
  if (!entries.has(image)) return 'new';
  const pair = [image, captionPathOf(image)];
  return pair.every((path) => isAsSynced(path, files, entries)) ? undefined : 'changed';
}

/** Whether the file is as the last sync left it, present or absent. */
function isAsSynced(path: RelativePath, files: ListedFiles, entries: Manifest['entries']): boolean {
  const file = files.get(path);
  const entry = entries.get(path);
  if (file === undefined || entry === undefined) return file === entry;
  return file.size === entry.size && file.mtimeMs === entry.mtimeMs && file.ino === entry.ino;
}
