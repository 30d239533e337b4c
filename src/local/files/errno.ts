import { getSystemErrorMap } from 'node:util';
import { asSyncError, SyncError, type ErrorCode } from '../../core/errors.js';

/** What the operating system's error numbers mean for a sync: the one place that knows them. */

const DISK_FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
const NO_DESCRIPTORS: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE']);
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR']);
/** The platform cannot hold such a name. */
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
/** Said of what a file system cannot do (network volumes, FUSE), and of owners that a container has no number for. */
const NOT_SUPPORTED: ReadonlySet<string> = new Set(['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'ENOTTY']);
/** Said of one entry of a folder; anything else (EIO, ESTALE, ENOTCONN, EMFILE …) throws doubt on the whole folder. */
const ABOUT_ONE_ENTRY: ReadonlySet<string> = new Set([...ABSENT, 'EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG']);

/** `ENOENT` and the like; `undefined` where the error is not the operating system's. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('errno' in error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Whether there is nothing of that name. */
export function isAbsent(error: unknown): boolean {
  return ABSENT.has(errnoOf(error) ?? '');
}

/** Whether the error tells of this file or folder alone, so that its neighbours may still be listed. */
export function isAboutOneEntry(error: unknown): boolean {
  return ABOUT_ONE_ENTRY.has(errnoOf(error) ?? '');
}

/** Whether a `link` failed because there are no hard links here. */
export function isWithoutLinks(error: unknown): boolean {
  return NO_LINKS.has(errnoOf(error) ?? '');
}

/** Whether there is no such thing here as what was asked for: a flush, an owner, a mode. */
export function isNotSupported(error: unknown): boolean {
  return NOT_SUPPORTED.has(errnoOf(error) ?? '');
}

/** Whether the process, or the whole system, may open nothing more for now. Also of a `SyncError` that this was made to. */
export function isOutOfDescriptors(error: unknown): boolean {
  if (error instanceof SyncError) return error.code === 'too-few-descriptors';
  return NO_DESCRIPTORS.has(errnoOf(error) ?? '');
}

/** Whether the system does not let us change what is there. */
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

/** `missing-file` or `unreadable-file`; a `SyncError` stays what it is. */
export function readError(error: unknown, name: string): SyncError {
  return withCode(error, name, isAbsent(error) ? 'missing-file' : 'unreadable-file');
}

/** `disk-full`, `unsafe-name` or `unwritable-file`; a `SyncError` stays what it is. */
export function writeError(error: unknown, name: string): SyncError {
  const code = errnoOf(error) ?? '';
  if (DISK_FULL.has(code)) return withCode(error, name, 'disk-full');
  return withCode(error, name, IMPOSSIBLE_NAME.has(code) ? 'unsafe-name' : 'unwritable-file');
}

/** Any other code for an error of the system; a `SyncError` stays what it is, an abort is `cancelled`. */
export function withCode(error: unknown, name: string, code: ErrorCode): SyncError {
  if (errnoOf(error) === undefined) return asSyncError(error, { file: name });
  const actual = isOutOfDescriptors(error) ? 'too-few-descriptors' : code;
  return new SyncError(actual, { file: name, cause: causeOf(error) }, { cause: error });
}
