import type { RelativePath } from '../dataset/trainingImage.js';

/** What a name has to be possible on: names travel between machines, so most rules hold everywhere. */
export type Platform = 'posix' | 'win32';

/** S3's limit for a key, in UTF-8 bytes. */
const MAX_KEY_BYTES = 1024;
/** The limit of every common file system for one segment, in UTF-8 bytes. */
const MAX_SEGMENT_BYTES = 255;

const CONTROL = /[\u0000-\u001f\u007f]/;
const DRIVE = /^[A-Za-z]:(\/|$)/;
const WINDOWS_CHARACTERS = /[<>:"|?*]/;
const WINDOWS_RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/**
 * Why a relative path (of a key or of a local file) cannot be synced safely, as a phrase; `undefined` where it can.
 * Keys are untrusted input (docs/sync-contract.md §5): whatever could leave the style's folder is refused.
 */
export function problemWithName(
  path: RelativePath,
  keyPrefix: string,
  platform: Platform,
): string | undefined {
  if (CONTROL.test(path)) return 'its name has control characters';
  if (path.includes('\\')) return 'its name has a backslash';
  if (!path.isWellFormed()) return 'its name is not valid Unicode';
  if (DRIVE.test(path)) return 'its name begins with a drive letter';
  if (bytesOf(keyPrefix + path) > MAX_KEY_BYTES) return 'its name is longer than S3 allows';
  for (const segment of path.split('/')) {
    const problem = problemWithSegment(segment, platform);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemWithSegment(segment: string, platform: Platform): string | undefined {
  if (segment === '') return 'its path has an empty folder name';
  if (segment === '.' || segment === '..') return `its path has “${segment}” in it`;
  if (bytesOf(segment) > MAX_SEGMENT_BYTES) return 'its name is longer than a file system allows';
  if (platform === 'posix') return undefined;
  if (WINDOWS_CHARACTERS.test(segment)) return 'its name has characters that Windows does not allow';
  if (WINDOWS_RESERVED.test(segment)) return 'its name is reserved on Windows';
  if (/[. ]$/.test(segment)) return 'its name ends with a dot or a space, which Windows does not allow';
  return undefined;
}

/**
 * Names that would be one file on some file system: the same letters in another Unicode form, or, where the
 * folder's file system folds case, in another case. Returns each such path with its reason.
 */
export function findTwins(paths: Iterable<RelativePath>, foldsCase: boolean): Map<RelativePath, string> {
  const byIdentity = new Map<string, RelativePath[]>();
  for (const path of paths) {
    const form = path.normalize('NFC');
    const identity = foldsCase ? form.toLowerCase() : form;
    const same = byIdentity.get(identity);
    if (same === undefined) byIdentity.set(identity, [path]);
    else if (!same.includes(path)) same.push(path);
  }
  const twins = new Map<RelativePath, string>();
  for (const same of byIdentity.values()) {
    if (same.length < 2) continue;
    for (const path of same) {
      const other = same.find((candidate) => candidate !== path) ?? path;
      twins.set(path, `“${other}” has the same name but for its ${differenceOf(path, other)}`);
    }
  }
  return twins;
}

const differenceOf = (a: string, b: string): string =>
  a.normalize('NFC') === b.normalize('NFC') ? 'Unicode form' : 'case';
