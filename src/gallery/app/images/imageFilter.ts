import type { FilterId, GalleryImage } from '../../messages/protocol.js';

export const FILTERS = [
  'all',
  'captioned',
  'uncaptioned',
  'emptyCaption',
  'notInS3',
  'changed',
  'failed',
  'conflict',
  'damaged',
] as const satisfies readonly FilterId[];
export type Filter = (typeof FILTERS)[number];

/** Whether an image's picture turned out to be damaged. Known of the images that were shown, and of no others. */
export type IsDamaged = (image: GalleryImage) => boolean;

const MATCHES: Readonly<Record<Filter, (image: GalleryImage, isDamaged: IsDamaged) => boolean>> = {
  all: () => true,
  captioned: ({ hasCaption }) => hasCaption,
  uncaptioned: ({ hasCaption }) => !hasCaption,
  emptyCaption: ({ hasCaption, caption }) => hasCaption && (caption ?? '').trim() === '',
  notInS3: ({ syncState }) => syncState === 'new',
  changed: ({ syncState }) => syncState === 'changed',
  failed: ({ syncState }) => syncState === 'failed',
  conflict: ({ syncState }) => syncState === 'conflict',
  damaged: (image, isDamaged) => isDamaged(image),
};

/** The number of images that each filter shows. */
export function filterCounts(
  images: readonly GalleryImage[],
  isDamaged: IsDamaged = () => false,
): Record<Filter, number> {
  const counts = Object.fromEntries(FILTERS.map((filter) => [filter, 0])) as Record<Filter, number>;
  for (const image of images) {
    for (const filter of FILTERS) if (MATCHES[filter](image, isDamaged)) counts[filter] += 1;
  }
  return counts;
}

/** The images that match filter and search, in their order. Every word must occur in the path or the caption. */
export function filterImages(
  images: readonly GalleryImage[],
  filter: Filter,
  search: string,
  isDamaged: IsDamaged = () => false,
): readonly GalleryImage[] {
  const words = folded(search).split(/\s+/).filter(Boolean);
  if (filter === 'all' && words.length === 0) return images;
  return images.filter((image) => {
    if (!MATCHES[filter](image, isDamaged)) return false;
    if (words.length === 0) return true;
    const text = folded(`${image.path}\n${image.caption ?? ''}`);
    return words.every((word) => text.includes(word));
  });
}

/** Case-folded NFC, so that text that reads the same compares equal: macOS stores letters decomposed. */
function folded(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase();
}
