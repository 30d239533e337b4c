import type { ImageExtensions } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import type { Unreadable } from '../../core/ports/fileStore.js';
import type { ListedSides } from './listSides.js';
import type { Unplannable } from './plan.js';
import type { Selection } from './selection.js';

/** Files and folders that exist and cannot be read: nothing may be concluded about what they cover. */
export class UnreadablePaths {
  readonly #files: ReadonlySet<RelativePath>;
  readonly #folders: readonly string[];

  constructor(readonly all: readonly Unreadable[]) {
    this.#files = new Set(all.filter((item) => !item.isFolder).map((item) => item.path));
    this.#folders = all.filter((item) => item.isFolder).map((item) => `${item.path}/`);
  }

  covers(path: RelativePath): boolean {
    return this.#files.has(path) || this.#folders.some((folder) => path.startsWith(folder));
  }

  /** Those that concern the sync: folders, images, and captions whose image is known. */
  concerning(
    { selection, extensions }: { readonly selection: Selection; readonly extensions: ImageExtensions },
    sides: ListedSides,
  ): Unplannable[] {
    return this.all
      .filter(({ path, isFolder }) => {
        if (isFolder) return true;
        return selection.has(path) && (extensions.isImage(path) || sides.isCaption(path));
      })
      .map(({ path, code, cause }) => ({ path, code, cause }));
  }
}
