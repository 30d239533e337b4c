import type { RelativePath } from '../dataset/trainingImage.js';

/** The platform whose naming rules apply in addition: names travel between machines, so most rules apply everywhere. */
export type Platform = 'posix' | 'win32';

/** S3's limit for a key, in UTF-8 bytes. */
export const MAX_KEY_BYTES = 1024;
/** The limit of every common file system for one path segment, in UTF-8 bytes. */
const MAX_SEGMENT_BYTES = 255;

const CONTROL_CHARACTER = /\p{Cc}/u;
const DRIVE_LETTER = /^[A-Za-z]:(\/|$)/;
const WINDOWS_CHARACTERS = /[<>:"|?*]/;
/** Windows ignores the extension, and spaces before it. */
const WINDOWS_RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)/i;

const ENCODER = new TextEncoder();
/** The most UTF-8 bytes that one UTF-16 code unit takes. */
const MOST_BYTES_PER_UNIT = 3;

/** `bytes` of UTF-8. Encoding is the most expensive step of checking a name, and few names come near a limit. */
const isLonger = (text: string, bytes: number): boolean =>
  text.length * MOST_BYTES_PER_UNIT > bytes && ENCODER.encode(text).length > bytes;

/**
 * Why a relative path (of a key or of a local file) cannot be synced safely, as a phrase; `undefined` where it can.
 * Keys are untrusted input (docs/sync-contract.md §5): every path that could leave the style's folder is refused.
 */
export function problemWithName(
  path: RelativePath,
  keyPrefix: string,
  platform: Platform,
): string | undefined {
  if (platform === 'posix' && isPlain(path) && !isLonger(keyPrefix + path, MAX_KEY_BYTES)) return undefined;
  if (CONTROL_CHARACTER.test(path)) return 'its name has control characters';
  if (path.includes('\\')) return 'its name has a backslash';
  if (!path.isWellFormed()) return 'its name is not valid Unicode';
  if (DRIVE_LETTER.test(path)) return 'its name begins with a drive letter';
  if (isLonger(keyPrefix + path, MAX_KEY_BYTES)) return 'its name is longer than S3 allows';
  for (const segment of path.split('/')) {
    const problem = problemWithSegment(segment, platform);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** ASCII segments, none of them empty or with a dot in front: only their length is left to check. */
const PLAIN_PATH = /^[\w-][\w .()-]*(?:\/[\w-][\w .()-]*)*$/;

/** True for most names. A fast path, because every listed name is checked, and again at each read or write. */
const isPlain = (path: RelativePath): boolean => path.length <= MAX_SEGMENT_BYTES && PLAIN_PATH.test(path);

function problemWithSegment(segment: string, platform: Platform): string | undefined {
  if (segment === '') return 'its path has an empty folder name';
  if (segment === '.' || segment === '..') return `its path has “${segment}” in it`;
  if (isLonger(segment, MAX_SEGMENT_BYTES)) return 'its name is longer than a file system allows';
  if (platform === 'posix') return undefined;
  if (WINDOWS_CHARACTERS.test(segment)) return 'its name has characters that Windows does not allow';
  if (WINDOWS_RESERVED.test(segment)) return 'its name is reserved on Windows';
  if (/[. ]$/.test(segment)) return 'its name ends with a dot or a space, which Windows does not allow';
  return undefined;
}

/**
 * Finds names that collide on some file system, for files and for the folders on their paths: the same letters in
 * another Unicode form; in another case, where the folder's file system folds case; a file whose name is a folder in
 * another path. Returns each path that contains such a name, with the reason.
 */
export function findTwins(paths: Iterable<RelativePath>, foldsCase: boolean): Map<RelativePath, string> {
  const all = [...paths];
  const firstOf = new Map<string, string>();
  /** Names with the same identity, by that identity; nearly always empty. */
  const shared = new Map<string, Set<string>>();
  for (const path of all) {
    for (const entry of entriesOf(path)) {
      const identity = identityOf(entry, foldsCase);
      const first = firstOf.get(identity);
      if (first === undefined) firstOf.set(identity, entry);
      else if (first !== entry) shared.set(identity, (shared.get(identity) ?? new Set([first])).add(entry));
    }
  }
  const twins = new Map<RelativePath, string>();
  if (shared.size === 0) return twins;
  const twinOf = (entry: string): string | undefined =>
    [...(shared.get(identityOf(entry, foldsCase)) ?? [])].find((other) => other !== entry);
  for (const path of all) {
    for (const entry of entriesOf(path)) {
      const twin = twinOf(entry);
      if (twin !== undefined) twins.set(path, `“${twin}” has the same name${differenceOf(entry, twin)}`);
    }
  }
  return twins;
}

/** Names that are taken, for checking one new name after the other by the rules of `findTwins`. */
export class TakenNames {
  readonly #byIdentity = new Map<string, string>();

  constructor(
    paths: Iterable<RelativePath>,
    private readonly foldsCase: boolean,
  ) {
    for (const path of paths) this.add(path);
  }

  add(path: RelativePath): void {
    for (const entry of entriesOf(path)) this.#byIdentity.set(identityOf(entry, this.foldsCase), entry);
  }

  /** Why a new file cannot have this path beside the others, as a phrase; `undefined` where it can. */
  problemWith(path: RelativePath): string | undefined {
    for (const entry of entriesOf(path)) {
      const twin = this.#byIdentity.get(identityOf(entry, this.foldsCase));
      if (twin !== undefined && twin !== entry)
        return `“${twin}” has the same name${differenceOf(entry, twin)}`;
    }
    return undefined;
  }
}

/** The folders on the path, each ending with `/`, and the file itself. */
function entriesOf(path: RelativePath): string[] {
  const entries: string[] = [];
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
    entries.push(path.slice(0, end + 1));
  }
  return [...entries, path];
}

function identityOf(entry: string, foldsCase: boolean): string {
  const name = withoutSlash(entry);
  // Folding to one case is not enough: `ς` and `σ` differ in lower case, `ß` and `ẞ` in upper case.
  return (foldsCase ? name.toLowerCase().toUpperCase() : name).normalize('NFC');
}

function differenceOf(a: string, b: string): string {
  const [name, other] = [withoutSlash(a), withoutSlash(b)];
  if (name === other) return ', and one is a folder';
  return ` but for its ${name.normalize('NFC') === other.normalize('NFC') ? 'Unicode form' : 'case'}`;
}

const withoutSlash = (entry: string): string => (entry.endsWith('/') ? entry.slice(0, -1) : entry);
