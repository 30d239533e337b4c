import { closeSync, constants, fstatSync, lstatSync, openSync, statSync, type Stats } from 'node:fs';
import { SyncError } from '../../core/errors.js';
import { readError } from './errno.js';
import { notAFile } from './fileState.js';
import { checkIsWithin, realPathWithin, type OpeningRule } from './openingRule.js';

/** A regular file, open for reading. The caller closes it. */
export interface OpenedRegular {
  readonly fd: number;
  /** Its state when it was opened. */
  readonly stats: Stats;
}

const IS_WINDOWS = process.platform === 'win32';
/** Without O_NONBLOCK, opening a named pipe would block forever. Windows has neither flag. */
const OPEN_FOLLOWING_LINKS = constants.O_RDONLY | (IS_WINDOWS ? 0 : constants.O_NONBLOCK);
const OPEN_NOT_FOLLOWING_LINKS = OPEN_FOLLOWING_LINKS | (IS_WINDOWS ? 0 : constants.O_NOFOLLOW);

/**
 * Opens a file of a style or its store. Refuses a named pipe, a device, a socket, a folder, a link that the rule
 * forbids, and a file that is too large; the error says which. Never blocks, because any program may have put them
 * there. `name` is what errors call the file. Throws `missing-file`, `unreadable-file`, `changed-during-sync`.
 */
export function openRegular(absolute: string, name: string, rule: OpeningRule = {}): OpenedRegular {
  try {
    const { fd, target } = openListed(absolute, rule.links) ?? lookAndOpen(absolute, name, rule.links);
    try {
      const stats = fstatSync(fd);
      refuse(name, notAFile(stats) ?? tooLarge(stats, rule.atMost));
      if (typeof rule.links === 'object' && rule.isCompared !== true)
        checkIsWithin(rule.links.within, { fd, stats, target }, name);
      return { fd, stats };
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  } catch (error) {
    throw readError(error, name);
  }
}

interface Opened {
  readonly fd: number;
  /** The path that was opened. */
  readonly target: string;
}

/**
 * Opens a file that was a regular one when it was listed, without another look, which would take as long as the
 * opening. `undefined` where that fails, because it is a link or for a reason that the look will show.
 */
function openListed(absolute: string, links: OpeningRule['links']): Opened | undefined {
  if (typeof links !== 'object' || IS_WINDOWS) return undefined;
  try {
    return { fd: openSync(absolute, OPEN_NOT_FOLLOWING_LINKS), target: absolute };
  } catch {
    return undefined;
  }
}

function lookAndOpen(absolute: string, name: string, links: OpeningRule['links']): Opened {
  const target = look(absolute, name, links);
  return {
    fd: openSync(target, links === 'anywhere' ? OPEN_FOLLOWING_LINKS : OPEN_NOT_FOLLOWING_LINKS),
    target,
  };
}

/** The path to open. Looks before opening, because opening alone triggers many devices. */
function look(absolute: string, name: string, links: OpeningRule['links']): string {
  const stats = links === 'anywhere' ? statSync(absolute) : lstatSync(absolute);
  if (stats.isSymbolicLink() && typeof links === 'object')
    return realPathWithin(links.within, absolute, name);
  refuse(name, notAFile(stats));
  return absolute;
}

function refuse(name: string, cause: string | undefined): void {
  if (cause !== undefined) throw new SyncError('unreadable-file', { file: name, cause });
}

const tooLarge = ({ size }: Stats, atMost = Infinity): string | undefined =>
  size > atMost
    ? `it has ${String(size)} bytes, more than the ${String(atMost)} that it may have`
    : undefined;
