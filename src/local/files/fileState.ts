import { lstatSync, statSync, type Stats } from 'node:fs';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { SyncError } from '../../core/errors.js';
import type { LocalFile } from '../../core/ports/fileStore.js';
import { withCode, isAbsent, readError } from './errno.js';
import { realPathWithin, type OpeningRule } from './openingRule.js';

export function localFileOf(path: RelativePath, stats: Stats): LocalFile {
  return { path, size: stats.size, mtimeMs: stats.mtimeMs, ino: stats.ino };
}

/** Whether nothing shows that the file was replaced or written to. */
export function isSameState(a: LocalFile | undefined, b: LocalFile | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ino === b.ino;
}

/** As `isSameState`, for one open file: its change time shows even a write whose mtime was reset. */
export function heldStill(before: Stats, after: Stats): boolean {
  return before.ctimeMs === after.ctimeMs && before.mtimeMs === after.mtimeMs && before.size === after.size;
}

/** What stands where a regular file was expected; `undefined` for a regular file. */
export function notAFile(stats: Stats): string | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory()) return 'it is a folder';
  if (stats.isSymbolicLink()) return 'it is a symbolic link';
  if (stats.isFIFO()) return 'it is a named pipe';
  return stats.isSocket() ? 'it is a socket' : 'it is a device';
}

/**
 * See `FileStore.stat`: the state of the file, or of the file that a link leads to where the rule allows it.
 * `undefined` where nothing has the name; a broken link is something. Throws `unreadable-file`.
 */
export function statFile(absolute: string, path: RelativePath, rule: OpeningRule): LocalFile | undefined {
  const there = lstatIfPresent(absolute, path);
  if (there === undefined) return undefined;
  let stats: Stats;
  try {
    stats = there.isSymbolicLink() ? statOfLink(absolute, path, rule) : there;
  } catch (error) {
    const failure = withCode(error, path, 'unreadable-file');
    if (failure.code !== 'unreadable-file') throw failure;
    throw new SyncError(failure.code, { ...failure.data, isNoFile: true }, { cause: error });
  }
  const cause = notAFile(stats);
  if (cause !== undefined) throw new SyncError('unreadable-file', { file: path, cause, isNoFile: true });
  return localFileOf(path, stats);
}

/**
 * The state of what a link leads to. Throws `unreadable-file` where the rule forbids the target, and what the system
 * throws.
 */
export function statOfLink(absolute: string, path: RelativePath, { links }: OpeningRule): Stats {
  return statSync(typeof links === 'object' ? realPathWithin(links.within, absolute, path) : absolute);
}

/**
 * The state of `absolute` itself, without following links; `undefined` where it is absent. Throws `unreadable-file`,
 * which names `name`.
 */
export function lstatIfPresent(absolute: string, name: string): Stats | undefined {
  try {
    return lstatSync(absolute, { throwIfNoEntry: false });
  } catch (error) {
    // A file in place of a parent folder throws in spite of the option.
    if (isAbsent(error)) return undefined;
    throw readError(error, name);
  }
}
