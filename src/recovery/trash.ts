import type { RelativePath } from '../dataset/trainingImage.js';
import type { Location } from '../sync/location.js';

/**
 * Where a copy of an object goes before it is replaced or deleted, in a bucket that keeps no versions: beside the
 * styles and not in one, so that no listing of a style ever shows it (docs/sync-contract.md §4).
 */
export function trashKeyOf({ prefix, styleId }: Location, runId: string, path: RelativePath): string {
  return `${prefix}.s3-training-data/trash/${styleId}/${runId}/${path}`;
}
