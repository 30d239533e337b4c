import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
  type Stats,
} from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { causeOf, errnoOf, isWithoutLinks } from '../files/errno.js';

/**
 * The secret by which a user's own records are recognised (docs/sync-contract.md §8). It lies outside of every
 * workspace, is made on first use, and is shared by the editor and the command line of a user on a machine.
 */

const SECRET_FILE = 'secret';
const STATE_FOLDER = 's3-training-data';
/** 32 bytes in hex, optionally with a newline. */
const SECRET_TEXT = /^[0-9a-f]{64}\n?$/;
const MAX_SECRET_BYTES = 80;

const IS_WINDOWS = process.platform === 'win32';
/** A link must not choose what we trust, and opening must not block. Windows has neither flag. */
const READ_FLAGS = constants.O_RDONLY | (IS_WINDOWS ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK);

export interface UserSecret {
  readonly key: KeyObject;
  /**
   * Why the secret is lost with this process, so that seals made with it cannot be verified later; `undefined`: it is
   * stored.
   */
  readonly problem: string | undefined;
}

let known: UserSecret | undefined;

/** The same for the life of the process. Never throws: a sync must not fail because of it. */
export function userSecret(): UserSecret {
  known ??= findOrMake(stateFolder());
  return known;
}

/**
 * The folder of this user's own data: `S3_TRAINING_DATA_HOME`, else `%APPDATA%\s3-training-data` on Windows and
 * `s3-training-data` in `XDG_CONFIG_HOME` or `~/.config` elsewhere, macOS included.
 */
export function stateFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { S3_TRAINING_DATA_HOME: own = '', XDG_CONFIG_HOME: config = '', APPDATA = '' } = environment;
  if (isAbsolute(own)) return own;
  const home = homedir();
  if (IS_WINDOWS) return join(APPDATA === '' ? join(home, 'AppData', 'Roaming') : APPDATA, STATE_FOLDER);
  return join(isAbsolute(config) ? config : join(home, '.config'), STATE_FOLDER);
}

/** Never throws. */
export function findOrMake(folder: string): UserSecret {
  const path = join(folder, SECRET_FILE);
  try {
    return { key: read(path) ?? make(folder, path), problem: undefined };
  } catch (error) {
    return { key: createSecretKey(randomBytes(32)), problem: `${path}: ${causeOf(error)}` };
  }
}

/** `undefined` where there is none. */
function read(path: string): KeyObject | undefined {
  let fd: number;
  try {
    fd = openSync(path, READ_FLAGS);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    checkIsPrivate(fstatSync(fd));
    const bytes = Buffer.alloc(MAX_SECRET_BYTES);
    const text = bytes.toString('latin1', 0, readSync(fd, bytes, 0, MAX_SECRET_BYTES, 0));
    if (!SECRET_TEXT.test(text)) throw new Error('it is damaged; remove it, and a new one is made');
    return createSecretKey(text.slice(0, 64), 'hex');
  } finally {
    closeSync(fd);
  }
}

/** A file that others could have written or read proves nothing. */
function checkIsPrivate(stats: Stats): void {
  if (!stats.isFile()) throw new Error('it is not a regular file');
  if (IS_WINDOWS) return;
  if (stats.uid !== process.getuid?.()) throw new Error('it belongs to another user');
  if ((stats.mode & 0o077) !== 0) throw new Error('others can read it; allow only yourself (chmod 600)');
}

/** Creates the file whole or not at all. Of two processes that make it at once, both use the one that came first. */
function make(folder: string, path: string): KeyObject {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = `${path}-${randomBytes(4).toString('hex')}.tmp`;
  const text = `${randomBytes(32).toString('hex')}\n`;
  try {
    writeNew(temporary, text);
    linkSync(temporary, path);
  } catch (error) {
    if (isWithoutLinks(error)) writeNew(path, text);
    else if (errnoOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  const made = read(path);
  if (made === undefined) throw new Error('it was removed this moment');
  return made;
}

function writeNew(path: string, text: string): void {
  const fd = openSync(path, 'wx', 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
