import { closeSync, openSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readChain, type LockRecord } from '../../../../src/local/store/lockChain.js';
import { lockFileOf } from '../../../../src/local/store/lockFile.js';
import { storeFolderOf } from '../../../../src/local/store/storePlace.js';
import { SyncError } from '../../../../src/core/errors.js';

/** The test's request to a process that competes for a style's lock. */
export type TakerRequest =
  | { readonly task: 'acquire' | 'release' }
  /**
   * Takes the lock `times` times and counts how often it is not alone; sometimes leaves the lock as a dead process
   * would.
   */
  | { readonly task: 'compete'; readonly times: number; readonly deadPid: number };

export interface TakerReply {
  readonly got: number;
  readonly refused: number;
  /** How often another process held the lock at the same time. */
  readonly notAlone: number;
}

// Each pretended death leaves the listener that would release the lock on exit.
process.setMaxListeners(0);

const root = process.argv[2] ?? '';
const lock = lockFileOf(root);
let held: { release(): Promise<void> } | undefined;

async function tryToAcquire(): Promise<boolean> {
  try {
    held = await lock.acquire('taker');
    return true;
  } catch (error) {
    if (error instanceof SyncError && error.code === 'locked') return false;
    throw error;
  }
}

async function compete(times: number, deadPid: number): Promise<TakerReply> {
  const tally = { got: 0, refused: 0, notAlone: 0 };
  for (let i = 0; i < times; i++) {
    if (!(await tryToAcquire())) {
      tally.refused++;
      await new Promise(setImmediate);
      continue;
    }
    tally.got++;
    if (!isAlone()) tally.notAlone++;
    if (i % 3 === 0) pretendToBeDead(deadPid);
    else await held?.release();
  }
  return tally;
}

/** Whether no other process is between these two lines. */
function isAlone(): boolean {
  const marker = join(root, 'within');
  try {
    closeSync(openSync(marker, 'wx'));
  } catch {
    return false;
  }
  unlinkSync(marker);
  return true;
}

/** Leaves the lock in the name of a process that has ended. */
function pretendToBeDead(deadPid: number): void {
  const { path } = readChain(storeFolderOf(root)).at(-1) ?? { path: '' };
  const record = JSON.parse(readFileSync(path, 'utf8')) as LockRecord;
  const changed = join(root, `dead-${String(process.pid)}`);
  writeFileSync(changed, JSON.stringify({ ...record, pid: deadPid }));
  renameSync(changed, path);
}

async function answer(request: TakerRequest): Promise<TakerReply> {
  if (request.task === 'compete') return compete(request.times, request.deadPid);
  if (request.task === 'acquire') return { got: Number(await tryToAcquire()), refused: 0, notAlone: 0 };
  await held?.release();
  return { got: 0, refused: 0, notAlone: 0 };
}

process.on('message', (request: TakerRequest) => {
  void answer(request).then((reply) => process.send?.(reply));
});
process.send?.('ready');
