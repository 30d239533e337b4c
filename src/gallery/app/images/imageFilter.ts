import type { GalleryImage } from '../../messages/protocol.js';

export const FILTERS = ['all', 'captioned', 'uncaptioned'] as const;
export type Filter = (typeof FILTERS)[number];

/** The number of images that each filter shows. */
export function filterCounts(images: readonly GalleryImage[]): Record<Filter, number> {
  const captioned = images.reduce((count, image) => count + (image.hasCaption ? 1 : 0), 0);
  return { all: images.length, captioned, uncaptioned: images.length - captioned };
}

/** The images that match filter and search, in their order. Every word must occur in the path or the caption. */
export function filterImages(
  images: readonly GalleryImage[],
  filter: Filter,
  search: string,
): readonly GalleryImage[] {
  const words = folded(search).split(/\s+/).filter(Boolean);
  if (filter === 'all' && words.length === 0) return images;
  return images.filter((image) => {
    if (filter !== 'all' && image.hasCaption !== (filter === 'captioned')) return false;
    if (words.length === 0) return true;
    const text = folded(`${image.path}\n${image.caption ?? ''}`);
    return words.every((word) => text.includes(word));
  });
}

/** Case-folded NFC, so that text that reads the same compares equal: macOS stores letters decomposed. */
function folded(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase();
}
