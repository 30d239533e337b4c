import { lstatSync, readlinkSync, realpathSync, statSync, type Stats } from 'node:fs';
import { dirname, isAbsolute, sep } from 'node:path';
import { changedOnDisk } from '../../core/commonErrors.js';
import { SyncError } from '../../core/errors.js';

/** How a file may be opened. */
export interface OpeningRule {
  /** Largest size in bytes; left out: no limit, because the caller reads in pieces. */
  readonly atMost?: number;
  /**
   * Where links may lead. Left out: nowhere. `within`: to files in that folder, whose own path has no links; even if a
   * part of the path is replaced by a link meanwhile, the opened file lies in it. `anywhere`: for files that the user
   * names himself.
   */
  readonly links?: { readonly within: string } | 'anywhere';
  /**
   * The bytes are only hashed and compared with a known hash. Then a folder that was replaced by a link is not looked
   * for, because that takes longer than opening the file.
   */
  readonly isCompared?: boolean;
}

/** The target of a link. Throws `unreadable-file` where it is not in `folder`, and what the system throws. */
export function realPathWithin(folder: string, link: string, name: string): string {
  const real = realpathSync.native(link);
  if (!isWithin(folder, real)) throw leadsOut(name);
  return real;
}

/**
 * Checks where an open file really lies: a folder of its path may have been replaced by a link since it was looked at.
 * Throws `unreadable-file`, and `changed-during-sync` where that cannot be determined.
 */
export function checkIsWithin(
  folder: string,
  { fd, stats, target }: { readonly fd: number; readonly stats: Stats; readonly target: string },
  name: string,
): void {
  const known = pathOf(fd);
  const real = known ?? realpathSync.native(target);
  if (!isWithin(folder, real)) throw leadsOut(name);
  if (known !== undefined) return;
  const { dev, ino } = lstatSync(real);
  if (dev === stats.dev && ino === stats.ino) return;
  throw changedOnDisk(name);
}

/** The path of an open file according to Linux; `undefined` where it cannot be read. */
function pathOf(fd: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const path = readlinkSync(`/proc/self/fd/${String(fd)}`);
    return isAbsolute(path) ? path : undefined;
  } catch {
    return undefined; // no /proc
  }
}

/**
 * Whether `real` lies in `folder`; neither has links in it. Compares folders by identity, because on a case-insensitive
 * system one folder has several spellings.
 */
export function isWithin(folder: string, real: string): boolean {
  if (real.startsWith(folder + sep)) return true;
  const { dev, ino } = lstatSync(folder);
  for (let above = dirname(real), below = real; above !== below; [below, above] = [above, dirname(above)]) {
    const stats = statSync(above, { throwIfNoEntry: false });
    if (stats?.dev === dev && stats.ino === ino) return true;
  }
  return false;
}

const leadsOut = (name: string): SyncError =>
  new SyncError('unreadable-file', { file: name, cause: 'it is a link to elsewhere' });
