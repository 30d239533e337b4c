import type { Bucket, StoredVersion } from '../store/bucket.js';
import { compareKeys, ORDERS, type Order, type SortedKeys } from '../store/keyOrder.js';
import { S3Error, invalidArgument } from '../http/s3Error.js';

/** One page. Keys and common prefixes both count towards its size. */
export interface Page {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix; set if more follow. */
  readonly next: string | undefined;
}

export interface PageRequest {
  readonly prefix: string;
  readonly delimiter: string;
  /** A key, or a common prefix all of whose keys have been listed. */
  readonly after: string;
  readonly maxKeys: number;
}

/** Walks the sorted keys from the start of the page, and skips keys below a common prefix. */
export function pageOf(sorted: SortedKeys, { prefix, delimiter, after, maxKeys }: PageRequest): Page {
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  const isFolded = delimiter !== '' && after !== '' && after.endsWith(delimiter) && after !== prefix;
  let index = sorted.firstIndexWhere(
    (key) =>
      compareKeys(key, prefix) >= 0 &&
      compareKeys(key, after) > 0 &&
      !(isFolded && after.startsWith(prefix) && key.startsWith(after)),
  );
  let last: string | undefined;
  for (;;) {
    const key = sorted.at(index);
    if (key === undefined || !key.startsWith(prefix)) return { keys, commonPrefixes, next: undefined };
    if (keys.length + commonPrefixes.length >= maxKeys) return { keys, commonPrefixes, next: last };
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (end < 0) {
      keys.push(key);
      last = key;
      index++;
    } else {
      const folder = key.slice(0, end + delimiter.length);
      commonPrefixes.push(folder);
      last = folder;
      index = sorted.firstIndexWhere((other) => compareKeys(other, folder) > 0 && !other.startsWith(folder));
    }
  }
}

/** The page of a server that lists in another order: it sorts all names for each page. */
export function pageInOrder(
  order: Exclude<Order, 'bytes'>,
  sorted: SortedKeys,
  { prefix, delimiter, after, maxKeys }: PageRequest,
): Page {
  const compare = ORDERS[order];
  const foldedOf = (key: string): string => {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return end < 0 ? key : key.slice(0, end + delimiter.length);
  };
  const keys = [...sorted].filter((key) => key.startsWith(prefix));
  const names = [...new Set(keys.map(foldedOf))].sort(compare);
  const following = names.filter((name) => after === '' || compare(name, after) > 0);
  const page = following.slice(0, maxKeys);
  const isFolder = (name: string): boolean => delimiter !== '' && name.endsWith(delimiter) && name !== prefix;
  return {
    keys: page.filter((name) => !isFolder(name)),
    commonPrefixes: page.filter(isFolder),
    next: following.length > page.length ? page.at(-1) : undefined,
  };
}

/** Parses `max-keys`, limited to the page size. */
export function maxKeysOf(text: string | undefined, pageSize: number): number {
  if (text === undefined || text === '') return pageSize;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw invalidArgument(`max-keys: ${text}`);
  return Math.min(number, pageSize);
}

/** Encodes names for a listing: with `encoding-type=url` in form encoding, with `+` for a space. */
export function nameEncoderOf(encodingType: string | undefined): (name: string) => string {
  if (encodingType === undefined) return (name) => name;
  if (encodingType !== 'url') throw invalidArgument('Invalid Encoding Method specified in Request');
  return (name) =>
    encodeURIComponent(name)
      .replace(/%20/g, '+')
      .replace(/%2F/g, '/')
      .replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

export const tokenOf = (after: string): string => Buffer.from(after).toString('base64url');

export function afterToken(token: string): string {
  const after = Buffer.from(token, 'base64url').toString();
  if (tokenOf(after) !== token) {
    throw new S3Error(400, 'InvalidArgument', 'The continuation token provided is incorrect');
  }
  return after;
}

/** The object behind a key of a listing. */
export function listed(bucket: Bucket, key: string): StoredVersion {
  const version = bucket.current(key);
  if (version === undefined) throw new Error(`The index of ${bucket.name} names ${key}, which is not there`);
  return version;
}
