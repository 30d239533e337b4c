import { setTimeout } from 'node:timers/promises';
import { SyncError, type ErrorData } from '../../core/errors.js';
import type { LockStore } from '../../core/ports/stores.js';
import { writeError } from '../files/errno.js';
import {
  extendChain,
  newLockId,
  readChain,
  removeChain,
  removeStrayLinks,
  type ChainLink,
  type LockRecord,
} from './lockChain.js';
import { isAlive, isThisProcess, THIS_PROCESS } from '../files/processIdentity.js';
import { makeStoreFolder } from './storeFolder.js';
import { holdStore, releaseStore } from './storePlace.js';
import { findStoreSubFolder } from './storeSubFolders.js';

/** A failed attempt means that another process has extended the chain first. */
const MAX_ATTEMPTS = 20;
/** How long a lock that is being written may look damaged. Milliseconds. */
const WRITING_MS = 200;

/** The locks that this thread holds; no other thread of this process takes any. */
const heldHere = new Set<string>();

/** The lock of a style's folder; `root` as in `FileStore`. Refuses a second acquisition by the same process, too. */
export function lockFileOf(root: string): LockStore {
  return { acquire: (holder) => acquire(root, holder) };
}

/** Whether a sync of the folder is, or may be, under way in any process. For display only. */
export function isLocked(root: string): boolean {
  try {
    const store = findStoreSubFolder(root);
    const record = store === undefined ? undefined : readChain(store).at(-1)?.record;
    return record !== undefined && !isAbandoned(record);
  } catch {
    return false;
  }
}

async function acquire(root: string, holder: string): Promise<{ release(): Promise<void> }> {
  try {
    const store = makeStoreFolder(root);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const last = await lastRecord(store);
      const record = newRecord(holder);
      if (extendChain(store, last, record)) return new HeldLock(root, store, record.id);
    }
    throw new SyncError('locked', { cause: 'another process began at the same moment' });
  } catch (error) {
    throw writeError(error, root);
  }
}

/** The record of the dead process at the end of the chain; `undefined` where nobody holds the lock. Throws `locked`. */
async function lastRecord(store: string): Promise<LockRecord | undefined> {
  let chain = readChain(store);
  if (chain.length > 0 && chain.at(-1)?.record === undefined) {
    await setTimeout(WRITING_MS);
    chain = readChain(store);
  }
  const [first, last] = [chain[0], chain.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  if (last.record !== undefined && isAbandoned(last.record)) return last.record;
  throw new SyncError('locked', holderOf(first, last));
}

/** Its process is dead, or it is this process and the thread that held the lock ended without releasing it. */
function isAbandoned(record: LockRecord): boolean {
  if (isAlive(record) === false) return true;
  return isThisProcess(record) && !heldHere.has(record.id);
}

/**
 * Who holds the lock. Where it cannot be known whether that process runs, `file` is what to remove if it does not; the
 * number of the process is for the log alone.
 */
function holderOf(first: ChainLink, { path, record }: ChainLink): ErrorData {
  if (record === undefined) return { file: path, cause: 'an unknown process, whose lock cannot be read' };
  const { holder, host, pid } = record;
  const cause = `${holder} on ${host}, process ${String(pid)}, since ${timeOf(record)}`;
  return isAlive(record) === undefined ? { holder, host, file: first.path, cause } : { holder, cause };
}

/** The local time, with the date where it is not today. */
function timeOf({ takenAt }: LockRecord): string {
  const taken = new Date(takenAt);
  const time = taken.toTimeString().slice(0, 5);
  return taken.toDateString() === new Date().toDateString() ? time : `${takenAt.slice(0, 10)} ${time}`;
}

function newRecord(holder: string): LockRecord {
  return { ...THIS_PROCESS, id: newLockId(), holder, takenAt: new Date().toISOString() };
}

class HeldLock {
  readonly #root: string;
  readonly #store: string;
  readonly #id: string;

  constructor(root: string, store: string, id: string) {
    this.#root = root;
    this.#store = store;
    this.#id = id;
    heldHere.add(id);
    holdStore(root, store);
    process.once('exit', this.#releaseOnExit);
  }

  /** Throws `unwritable-file`. A second release does nothing. */
  // eslint-disable-next-line @typescript-eslint/require-await -- what is thrown must reject
  async release(): Promise<void> {
    process.off('exit', this.#releaseOnExit);
    // A second release must not release the lock of a later run.
    if (heldHere.delete(this.#id)) releaseStore(this.#root);
    try {
      removeStrayLinks(this.#store, this.#id);
      removeChain(this.#store, this.#id);
    } catch (error) {
      throw writeError(error, this.#store);
    }
  }

  /** Where this fails, the next process takes the lock over from a dead one. */
  readonly #releaseOnExit = (): void => {
    try {
      removeChain(this.#store, this.#id);
    } catch {
      // The process is ending: nothing is left to report the failure to.
    }
  };
}
