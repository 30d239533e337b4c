import { createHash } from 'node:crypto';
import type { RelativePath } from '../dataset/trainingImage.js';
import type { Location } from '../core/location.js';

/** No S3 server takes a longer key. Bytes of UTF-8. */
const MAX_KEY_BYTES = 1024;

/**
 * Where a copy of an object goes before it is replaced or deleted, in a bucket that keeps no versions: beside the
 * styles and not in one, so that no listing of a style ever shows it (docs/sync-contract.md §4). A path that would make
 * the key too long is there by its hash; the journal knows which is which.
 */
export function trashKeyOf(location: Location, runId: string, path: RelativePath): string {
  const folder = trashFolderOf(location, runId);
  const key = folder + path;
  if (Buffer.byteLength(key) <= MAX_KEY_BYTES) return key;
  return folder + createHash('sha256').update(path).digest('hex');
}

/**
 * Where the texts of many captions of a run go as one object. Its name is hidden: whatever counts as an image, no file
 * of a style can be copied to this key.
 */
export function bundleKeyOf(location: Location, runId: string, number: number): string {
  return `${trashFolderOf(location, runId)}.captions-${String(number)}.jsonl`;
}

/**
 * The one object of a style by which is seen whether its bucket keeps versions: no copy, and of all runs, so that nobody
 * has to clear it.
 */
export const versionProbeKeyOf = ({ prefix, styleId }: Location): string =>
  `${prefix}.s3-training-data/versions/${styleId}`;

/** In front of every key in the trash of one run; ends with `/`. */
export function trashFolderOf({ prefix, styleId }: Location, runId: string): string {
  return `${prefix}.s3-training-data/trash/${styleId}/${runId}/`;
}
