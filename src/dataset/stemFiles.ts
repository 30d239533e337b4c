import { captionPathOf, mayBeCaption, stemOf, type ImageExtensions } from './pairing.js';
import type { RelativePath } from './trainingImage.js';

/** The files of one stem: `cat 01.jpg`, `cat 01.png` and the `cat 01.txt` that belongs to both. */
export interface StemFiles {
  /** The path without an extension. */
  readonly stem: string;
  readonly images: readonly RelativePath[];
  readonly captions: readonly RelativePath[];
}

/** The captions that a path stands for, were they there; a style with further kinds of captions names them here. */
export const captionPathsOf = (image: RelativePath): readonly RelativePath[] => [captionPathOf(image)];

/** Groups the paths of a style by stem. Files that are neither images nor captions are left out. */
export function stemsOf(paths: Iterable<RelativePath>, extensions: ImageExtensions): Map<string, StemFiles> {
  const stems = new Map<string, { stem: string; images: RelativePath[]; captions: RelativePath[] }>();
  for (const path of paths) {
    const isImage = extensions.isImage(path);
    if (!isImage && !mayBeCaption(path)) continue;
    const stem = stemOf(path);
    let files = stems.get(stem);
    if (files === undefined) stems.set(stem, (files = { stem, images: [], captions: [] }));
    (isImage ? files.images : files.captions).push(path);
  }
  return stems;
}
