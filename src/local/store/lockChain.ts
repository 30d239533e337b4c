import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { countOf, malformed, recordOf, stringLike, stringOf } from '../../core/readJson.js';
import { errnoOf, isAbsent, isNotSupported, isWithoutLinks } from '../files/errno.js';
import type { ProcessIdentity } from '../files/processIdentity.js';
import { removeFile } from '../files/folders.js';
import { MAX_BYTES, readTextSync } from '../files/readText.js';

/**
 * How a lock is taken over from a dead process without two takers both getting it: no process replaces or removes
 * another one's lock. The taker adds a file that is named after the id of its predecessor; the file system lets only
 * one taker do so. The end of the chain that begins with `lock.json` is the holder:
 *
 *     lock.json (id A, dead) ← lock-after-A.json (id B, dead) ← lock-after-B.json (id C, the holder)
 *
 * Only the holder removes the chain, its beginning first, when it releases the lock. Ids are never used twice, so a
 * late taker that extends a removed chain finds that it cannot be reached from the beginning, and withdraws.
 */

const FIRST_LOCK = 'lock.json';
const LOCK_ID = /^[0-9a-f]{32}$/;
/** Any program may have written the lock, and messages show its fields: a record with a longer one is not accepted. */
const MAX_FIELD_LENGTH = 300;
const LATER_LOCK_FILE = /^lock-(after-[0-9a-f]{32}\.json|[0-9a-f]{32}\.tmp)$/;

export interface LockRecord extends ProcessIdentity {
  readonly id: string;
  /** `VS Code`, `command line`. */
  readonly holder: string;
  /** ISO 8601. */
  readonly takenAt: string;
}

export interface ChainLink {
  /** Absolute path. */
  readonly path: string;
  /** `undefined` where the file holds no record: it is damaged, or is being written at this moment. */
  readonly record: LockRecord | undefined;
}

export function newLockId(): string {
  return randomBytes(16).toString('hex');
}

/** From the beginning to the holder; empty where nobody holds the lock. Throws what reading throws. */
export function readChain(store: string): ChainLink[] {
  const chain: ChainLink[] = [];
  for (let path = join(store, FIRST_LOCK); ;) {
    const text = readTextSync(path, MAX_BYTES.lock);
    if (text === undefined) return chain;
    const record = parseRecord(text);
    const isCircle = chain.some((link) => link.record?.id === record?.id);
    chain.push({ path, record: isCircle ? undefined : record });
    if (record === undefined || isCircle) return chain;
    path = successorOf(store, record.id);
  }
}

/** Adds a record after the end of a chain that was read. Returns false where another process was faster. */
export function extendChain(store: string, last: LockRecord | undefined, record: LockRecord): boolean {
  const path = last === undefined ? join(store, FIRST_LOCK) : successorOf(store, last.id);
  if (!createWhole(store, path, record)) return false;
  if (readChain(store).at(-1)?.record?.id === record.id) return true;
  removeFile(path);
  return false;
}

/** Removes files that are not part of the holder's chain: left by crashed releases and takers. */
export function removeStrayLinks(store: string, id: string): void {
  const chain = chainOf(store, id);
  for (const name of chain.length > 0 ? readdirSync(store) : []) {
    const path = join(store, name);
    if (LATER_LOCK_FILE.test(name) && !chain.includes(path)) removeFile(path);
  }
}

/** Removes the holder's chain, and with it the lock. */
export function removeChain(store: string, id: string): void {
  for (const path of chainOf(store, id)) removeFile(path);
}

/**
 * The files of the chain, the beginning first; empty where it is not the holder's, because a user may have removed it
 * by hand.
 */
function chainOf(store: string, id: string): string[] {
  const chain = readChain(store);
  return chain.at(-1)?.record?.id === id ? chain.map(({ path }) => path) : [];
}

const successorOf = (store: string, id: string): string => join(store, `lock-after-${id}.json`);

/** Creates the record with its whole content or not at all, and never in place of another. */
function createWhole(store: string, path: string, record: LockRecord): boolean {
  const text = JSON.stringify(record, undefined, 2);
  const temporary = join(store, `lock-${record.id}.tmp`);
  writeNew(temporary, text);
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    // The holder may have removed our temporary file as a stray one.
    if (errnoOf(error) === 'EEXIST' || isAbsent(error)) return false;
    if (!isWithoutLinks(error)) throw error;
    return createInPlace(path, text);
  } finally {
    removeFile(temporary);
  }
}

/** Without hard links the file is empty for a moment; readers look again. */
function createInPlace(path: string, text: string): boolean {
  try {
    writeNew(path, text);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Flushed, because an empty lock after a power cut could not be distinguished from a foreign one. */
function writeNew(path: string, text: string): void {
  const fd = openSync(path, 'wx');
  try {
    writeSync(fd, text);
    flushNow(fd);
  } finally {
    closeSync(fd);
  }
}

/** As `flushed`, synchronously. */
function flushNow(fd: number): void {
  try {
    fsyncSync(fd);
  } catch (error) {
    if (!isNotSupported(error)) throw error;
  }
}

/** `undefined` for a damaged record. */
function parseRecord(text: string): LockRecord | undefined {
  try {
    const { id, host, hostId, pid, startedAt, holder, takenAt } = recordOf(JSON.parse(text));
    if (pid === 0) return undefined;
    return {
      id: stringLike(LOCK_ID, id),
      host: shortStringOf(host),
      hostId: shortStringOf(hostId),
      pid: countOf(pid),
      startedAt: shortStringOf(startedAt),
      holder: shortStringOf(holder),
      takenAt: shortStringOf(takenAt),
    };
  } catch {
    return undefined;
  }
}

function shortStringOf(value: unknown): string {
  const text = stringOf(value);
  if (text.length > MAX_FIELD_LENGTH) throw malformed(value);
  return text;
}
