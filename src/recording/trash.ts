import { createHash } from 'node:crypto';
import type { RelativePath } from '../dataset/trainingImage.js';
import type { Location } from '../core/location.js';
import { MAX_KEY_BYTES } from '../core/names.js';

/**
 * The key of an object's backup copy, in a bucket without versions: beside the styles and not in one, so that no
 * listing of a style shows it (docs/sync-contract.md §4). Where the path would make the key too long, the path's hash
 * stands in its place; the journal records the key.
 */
export function trashKeyOf(location: Location, runId: string, path: RelativePath): string {
  const folder = trashFolderOf(location, runId);
  const key = folder + path;
  if (Buffer.byteLength(key) <= MAX_KEY_BYTES) return key;
  return folder + createHash('sha256').update(path).digest('hex');
}

/**
 * The key of a bundle of captions. Its name is hidden, so that no copy of a style's file has the same key, whatever
 * extensions count as images.
 */
export function bundleKeyOf(location: Location, runId: string, number: number): string {
  return `${trashFolderOf(location, runId)}.captions-${String(number)}.jsonl`;
}

/**
 * The key of the object that shows whether the bucket keeps versions. It is no copy, and one per style, so that it
 * never has to be removed.
 */
export const versionProbeKeyOf = ({ prefix, styleId }: Location): string =>
  `${prefix}.s3-training-data/versions/${styleId}`;

/** The beginning of every key in the trash of one run; ends with `/`. */
export function trashFolderOf({ prefix, styleId }: Location, runId: string): string {
  return `${prefix}.s3-training-data/trash/${styleId}/${runId}/`;
}
