import { SyncError } from './errors.js';
import { bucketProblem, prefixProblem, type WrongPlace } from './place.js';
import { isRecord } from './readJson.js';

/** Where a style lives in S3: endpoint + bucket + `<prefix><style id>/`. */
export interface Location {
  /** The endpoint's URL; empty for AWS itself. */
  readonly endpoint: string;
  readonly bucket: string;
  /** Ends with `/`, or is empty. */
  readonly prefix: string;
  readonly styleId: string;
}

/** Whether a value from JSON is a location. */
export const isLocation = (value: unknown): value is Location =>
  isRecord(value) &&
  ['endpoint', 'bucket', 'prefix', 'styleId'].every((field) => typeof value[field] === 'string');

/** The beginning of every key of the style; always ends with `/`, so that `styles/1/` never matches `styles/10/`. */
export function keyPrefixOf(location: Location): string {
  return `${location.prefix}${location.styleId}/`;
}

/** Whether a whole key names the same object in both, whatever their prefixes. */
export function isSameBucket(one: Location, other: Location): boolean {
  return one.endpoint === other.endpoint && one.bucket === other.bucket;
}

/** `styles` and `/styles/` become `styles/`; empty stays empty. */
export function normalizePrefix(prefix: string): string {
  const trimmed = prefix.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : `${trimmed}/`;
}

/** For messages: `s3://bucket/styles/16/`. */
export function describeLocation(location: Location): string {
  return `s3://${location.bucket}/${keyPrefixOf(location)}`;
}

/** Whether an id can be one segment of a key and the name of a folder. */
export function isStyleId(id: string): boolean {
  return id !== '' && !/^\.|[/\\\u0000-\u001f\u007f]/.test(id);
}

/** Throws `bad-argument` for a wrong place. */
export function checkPlace(wrong: WrongPlace | undefined, endpointFrom?: string): void {
  if (wrong === undefined) return;
  const cause = `${wrong.problem}: ${wrong.given}`;
  throw new SyncError('bad-argument', {
    cause,
    place: wrong,
    ...(endpointFrom !== undefined && { endpointFrom }),
  });
}

/**
 * Throws `bad-argument` where the bucket, the prefix or the style's id is invalid, and `bucket-not-set` where there is
 * no bucket.
 */
export function checkLocation(location: Location): void {
  if (location.bucket === '') throw new SyncError('bucket-not-set');
  checkPlace(bucketProblem(location.bucket, location.endpoint));
  checkPlace(prefixProblem(location.prefix));
  if (!isStyleId(location.styleId)) {
    throw new SyncError('bad-argument', { cause: `“${location.styleId}” cannot be the id of a style` });
  }
}
