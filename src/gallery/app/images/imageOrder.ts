import { readVersion } from '../../messages/imageVersion.js';
import type { GalleryImage } from '../../messages/protocol.js';
import type { Sort } from '../../messages/sorts.js';

/** What an order compares: the images with the lowest number come first, those with the same one by name. */
const KEYS: Readonly<Record<Exclude<Sort, 'name' | 'nameBackwards'>, (image: GalleryImage) => number>> = {
  newest: ({ version }) => -readVersion(version).modifiedTime,
  oldest: ({ version }) => readVersion(version).modifiedTime,
  largest: ({ version }) => -readVersion(version).size,
  smallest: ({ version }) => readVersion(version).size,
  longestCaption: ({ caption }) => -(caption?.length ?? -1),
  shortestCaption: ({ caption }) => caption?.length ?? -1,
  notSynced: ({ syncState }) => (syncState === null ? 1 : 0),
};

/** The images in an order. `images` are in natural order by path. */
export function sortImages(images: readonly GalleryImage[], sort: Sort): readonly GalleryImage[] {
  if (sort === 'name') return images;
  if (sort === 'nameBackwards') return [...images].reverse();
  // Each key is computed once: a comparison would read two versions.
  const keys = Float64Array.from(images, KEYS[sort]);
  const order = Uint32Array.from(images, (_, index) => index);
  order.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
  return Array.from(order, (index) => images[index]).filter((image) => image !== undefined);
}
