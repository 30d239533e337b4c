import type { GalleryImage } from '../../messages/protocol.js';
import type { FolderOfImages } from './shownImages.js';

/** The path of an image's folder inside the style; `''`: the style itself. */
export function folderOf({ path, name }: GalleryImage): string {
  return path.slice(0, Math.max(0, path.length - name.length - 1));
}

export function hasFolders(images: readonly GalleryImage[]): boolean {
  return images.some(({ path, name }) => path.length !== name.length);
}

/**
 * The images by folder, the images of the style itself first and without a heading; folders and images keep their
 * order.
 */
export function byFolder(images: readonly GalleryImage[], folded: ReadonlySet<string>): FolderOfImages[] {
  const groups = new Map<string, GalleryImage[]>([['', []]]);
  for (const image of images) {
    const folder = folderOf(image);
    const group = groups.get(folder);
    if (group === undefined) groups.set(folder, [image]);
    else group.push(image);
  }
  return [...groups]
    .filter(([, group]) => group.length > 0)
    .map(([folder, group]) => ({
      folder: folder === '' ? null : folder,
      images: group,
      isFolded: folder !== '' && folded.has(folder),
    }));
}
