import { lstatSync, readlinkSync, realpathSync, statSync, type Stats } from 'node:fs';
import { dirname, isAbsolute, sep } from 'node:path';
import { changedOnDisk } from '../../core/commonErrors.js';
import { SyncError } from '../../core/errors.js';

/** How a file may be opened. */
export interface OpeningRule {
  /** Bytes. What is larger is refused; left out: whoever opens it reads it in pieces. */
  readonly atMost?: number;
  /**
   * Where links may lead. Left out: nowhere. `within`: to files in that folder, whose own path has no links; whatever is
   * swapped for a link on the way, what is opened lies in it. `anywhere`: for files that the user names himself.
   */
  readonly links?: { readonly within: string } | 'anywhere';
  /**
   * Nobody is handed the bytes: a hash of them is compared with one that is known. Then a folder that was swapped for a
   * link is not looked for, which takes longer than to open the file.
   */
  readonly isCompared?: boolean;
}

/** Links whose real path leaves a folder: what they lead to is not that folder's. */

/** What is said of one. */
export const LEADS_OUT = 'it is a link to elsewhere';

/** Where a link leads. Throws `unreadable-file` where that is not in `folder`, and what the system throws. */
export function realPathWithin(folder: string, link: string, name: string): string {
  const real = realpathSync.native(link);
  if (!isWithin(folder, real)) throw leadsOut(name);
  return real;
}

/**
 * Holds an open file against where it really lies: a folder of its path may have been swapped for a link since it was
 * looked at. Throws `unreadable-file`, and `changed-during-sync` where that cannot be told.
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

/** Where Linux says that an open file lies; `undefined` where nobody can tell. */
function pathOf(fd: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const path = readlinkSync(`/proc/self/fd/${String(fd)}`);
    return isAbsolute(path) ? path : undefined;
  } catch {
    return undefined; // no /proc
  }
}

/** `folder` and `real` have no links in them. One folder may be spelled in two ways where case does not count. */
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
  new SyncError('unreadable-file', { file: name, cause: LEADS_OUT });
