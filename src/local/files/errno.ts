import { getSystemErrorMap } from 'node:util';
import { asSyncError, SyncError, type ErrorCode } from '../../core/errors.js';

/** What the operating system's error numbers mean for a sync; no other file knows them. */

const DISK_FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
const NO_DESCRIPTORS: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE']);
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR']);
/** The platform cannot store such a name. */
const IMPOSSIBLE_NAME: ReadonlySet<string> = new Set(['ENAMETOOLONG', 'EILSEQ', 'EINVAL']);
const DENIED: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'EBUSY']);
/** The file system has no hard links (FAT, some network and FUSE ones). */
const NO_LINKS: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EINVAL',
  'EISDIR',
  'EACCES',
  'EXDEV',
]);
/** The file system cannot do it (network volumes, FUSE), or the container has no number for the owner. */
const NOT_SUPPORTED: ReadonlySet<string> = new Set(['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'ENOTTY']);
/**
 * These concern one entry of a folder; any other error (EIO, ESTALE, ENOTCONN, EMFILE …) casts doubt on the whole
 * folder.
 */
const ABOUT_ONE_ENTRY: ReadonlySet<string> = new Set([...ABSENT, 'EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG']);

/** `ENOENT` and the like; `undefined` where the error is not the operating system's. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('errno' in error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Whether nothing has that name. */
export function isAbsent(error: unknown): boolean {
  return ABSENT.has(errnoOf(error) ?? '');
}

/** Whether the error concerns only this file or folder, so that its neighbours may still be listed. */
export function isAboutOneEntry(error: unknown): boolean {
  return ABOUT_ONE_ENTRY.has(errnoOf(error) ?? '');
}

/** Whether a `link` failed because the file system has no hard links. */
export function isWithoutLinks(error: unknown): boolean {
  return NO_LINKS.has(errnoOf(error) ?? '');
}

/** Whether the system does not support the request: a flush, an owner, a mode. */
export function isNotSupported(error: unknown): boolean {
  return NOT_SUPPORTED.has(errnoOf(error) ?? '');
}

/**
 * Whether the process or the whole system can open nothing more for now. Accepts a `SyncError` made from such an error.
 */
export function isOutOfDescriptors(error: unknown): boolean {
  if (error instanceof SyncError) return error.code === 'too-few-descriptors';
  return NO_DESCRIPTORS.has(errnoOf(error) ?? '');
}

/** Whether the system denies the change. */
export function isDenied(error: unknown): boolean {
  return DENIED.has(errnoOf(error) ?? '');
}

/** `permission denied (EACCES)`: the system's words without the absolute path that Node puts into its message. */
export function causeOf(error: unknown): string {
  const code = errnoOf(error);
  const words = [...getSystemErrorMap().values()].find(([name]) => name === code)?.[1];
  if (code !== undefined && words !== undefined) return `${words} (${code})`;
  return error instanceof Error ? error.message : String(error);
}

/** `missing-file` or `unreadable-file`; a `SyncError` is returned as it is. */
export function readError(error: unknown, name: string): SyncError {
  return withCode(error, name, isAbsent(error) ? 'missing-file' : 'unreadable-file');
}

/** `disk-full`, `unsafe-name` or `unwritable-file`; a `SyncError` is returned as it is. */
export function writeError(error: unknown, name: string): SyncError {
  const code = errnoOf(error) ?? '';
  if (DISK_FULL.has(code)) return withCode(error, name, 'disk-full');
  return withCode(error, name, IMPOSSIBLE_NAME.has(code) ? 'unsafe-name' : 'unwritable-file');
}

/** The given code for an error of the system; a `SyncError` is returned as it is, an abort becomes `cancelled`. */
export function withCode(error: unknown, name: string, code: ErrorCode): SyncError {
  if (errnoOf(error) === undefined) return asSyncError(error, { file: name });
  const actual = isOutOfDescriptors(error) ? 'too-few-descriptors' : code;
  return new SyncError(actual, { file: name, cause: causeOf(error) }, { cause: error });
}
