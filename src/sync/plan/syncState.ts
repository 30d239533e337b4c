import { captionPathOf } from '../../dataset/pairing.js';
import type { RelativePath, SyncState } from '../../dataset/trainingImage.js';
import type { Manifest } from '../../core/ports/manifest.js';
import type { LocalFile } from '../../core/ports/ports.js';

/** The states of files as they were listed, by path. */
export type ListedFiles = ReadonlyMap<RelativePath, LocalFile>;

/**
 * What has become of an image and its caption since the last sync; `undefined`: nothing. By size, time and inode alone,
 * for it is asked of every image whenever a style is read: a hint for people, where a sync itself goes by content.
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

/** As the last sync left it, which may be: not there. */
function isAsSynced(path: RelativePath, files: ListedFiles, entries: Manifest['entries']): boolean {
  const file = files.get(path);
  const entry = entries.get(path);
  if (file === undefined || entry === undefined) return file === entry;
  return file.size === entry.size && file.mtimeMs === entry.mtimeMs && file.ino === entry.ino;
}
