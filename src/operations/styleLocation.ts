import { checkLocation, normalizePrefix, type Location } from '../core/location.js';

/** Where a style lives. Throws `bad-argument` where its id cannot be a segment of a key, `bucket-not-set`. */
export function locationOf(
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  styleId: string,
  endpoint: string,
): Location {
  const location = { endpoint, bucket, prefix: normalizePrefix(prefix), styleId };
  checkLocation(location);
  return location;
}

/** The name of a folder: the id of its style unless another is given. */
export const folderNameOf = (root: string): string =>
  root.split(/[/\\]/).findLast((segment) => segment !== '') ?? '';
