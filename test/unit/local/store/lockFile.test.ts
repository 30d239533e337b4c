import assert from 'node:assert/strict';
import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newLockId, type LockRecord } from '../../../../src/local/store/lockChain.js';
import { lockFileOf } from '../../../../src/local/store/lockFile.js';
import { THIS_PROCESS } from '../../../../src/local/files/processIdentity.js';
import { makeStoreFolder } from '../../../../src/local/store/storeFolder.js';
import { storeFolderOf } from '../../../../src/local/store/storePlace.js';
import { SyncError, type ErrorData } from '../../../../src/core/errors.js';
import { PROCESS_TIMEOUT_MS } from '../asUser.js';
import type { TakerReply, TakerRequest } from './lockTaker.js';
import { coded, StyleFolder } from '../styleFolder.js';

const deadPid = spawnSync(process.execPath, ['--version']).pid;

describe('the lock of a style', () => {
  let style: StyleFolder;
  let takers: ChildProcess[];
  beforeEach(() => {
    style = new StyleFolder();
    takers = [];
  });
  afterEach(async () => {
    for (const taker of takers) await end(taker);
    style.remove();
  });

  const acquire = (holder = 'VS Code'): Promise<{ release(): Promise<void> }> =>
    lockFileOf(style.root).acquire(holder);
  const storeNames = (): string[] => readdirSync(storeFolderOf(style.root)).sort();
  const lockPath = (): string => join(storeFolderOf(style.root), 'lock.json');

  /** Leaves a lock as another process would have left it. */
  function leaveLock(changes: Partial<LockRecord>): void {
    makeStoreFolder(style.root);
    const record: LockRecord = {
      ...THIS_PROCESS,
      id: newLockId(),
      holder: 'command line',
      takenAt: new Date().toISOString(),
      ...changes,
    };
    writeFileSync(lockPath(), JSON.stringify(record));
  }

  /** What the refusal says of the holder. */
  async function holderOf(acquiring: Promise<unknown>): Promise<ErrorData> {
    const error: unknown = await acquiring.then(() => undefined).catch((reason: unknown) => reason);
    assert.ok(error instanceof SyncError);
    assert.equal(error.code, 'locked');
    return error.data;
  }

  it('is kept beside the style, never in it, and leaves nothing when it is released', async () => {
    const lock = await acquire();
    assert.deepEqual(style.names(), []);
    assert.deepEqual(storeNames(), ['lock.json']);
    assert.equal(lockPath(), join(style.parent, '.s3-training-data', '16', 'lock.json'));
    await lock.release();
    assert.deepEqual(storeNames(), []);
    await lock.release();
  });

  it('is refused to the process that holds it, with the name of the holder', async () => {
    const lock = await acquire('VS Code');
    const { host, pid } = THIS_PROCESS;
    const { holder, cause, ...others } = await holderOf(acquire('command line'));
    assert.deepEqual([holder, others], ['VS Code', {}]);
    assert.match(
      cause ?? '',
      new RegExp(`^VS Code on ${host}, process ${String(pid)}, since \\d\\d:\\d\\d$`),
    );
    await lock.release();
    await (await acquire()).release();
  });

  it('names the day as well when it was taken on another day', async () => {
    leaveLock({ pid: process.ppid, startedAt: '', takenAt: '2024-02-03T12:00:00.000Z' });
    assert.match((await holderOf(acquire())).cause ?? '', /since 2024-02-03 \d\d:\d\d$/);
  });

  it('does not block another style', async () => {
    const other = new StyleFolder();
    mkdirSync(join(style.parent, '17'));
    const locks = [await acquire(), await lockFileOf(join(style.parent, '17')).acquire('VS Code')];
    for (const lock of locks) await lock.release();
    other.remove();
  });

  it('of a dead process is taken over, and its remains are removed', async () => {
    leaveLock({ pid: deadPid });
    const lock = await acquire();
    await holderOf(acquire());
    await lock.release();
    assert.deepEqual(storeNames(), []);
  });

  it('of an ended thread of this process is taken over', async () => {
    leaveLock({});
    const lock = await acquire();
    await holderOf(acquire());
    await lock.release();
    assert.deepEqual(storeNames(), []);
  });

  it('of a dead taker of a dead process is taken over', async () => {
    const first = newLockId();
    leaveLock({ pid: deadPid, id: first });
    const record = JSON.parse(readFileSync(lockPath(), 'utf8')) as LockRecord;
    const successor = join(storeFolderOf(style.root), `lock-after-${first}.json`);
    writeFileSync(successor, JSON.stringify({ ...record, id: newLockId() }));
    const lock = await acquire();
    assert.equal(storeNames().length, 3);
    await lock.release();
    assert.deepEqual(storeNames(), []);
  });

  it('of a process whose number another process has now is taken over', async function () {
    if (process.platform !== 'linux') this.skip();
    leaveLock({ startedAt: 'another boot:12345' });
    await (await acquire()).release();
  });

  it('of another host is refused, with the host and the file to remove', async () => {
    leaveLock({ pid: deadPid, host: 'gpu-1', hostId: '00000000' });
    const { holder, host, file } = await holderOf(acquire());
    assert.deepEqual([holder, host, file], ['command line', 'gpu-1', lockPath()]);
    assert.ok(existsSync(lockPath()));
  });

  for (const damage of ['', '{"id":', 'null', '{"id":"../../x","pid":1}']) {
    it(`that holds ${JSON.stringify(damage)} is refused, with the file to remove`, async () => {
      leaveLock({});
      writeFileSync(lockPath(), damage);
      const { holder, file } = await holderOf(acquire());
      assert.deepEqual([holder, file], [undefined, lockPath()]);
    });
  }

  it('whose chain is a circle is refused', async () => {
    const id = newLockId();
    leaveLock({ pid: deadPid, id });
    const record = readFileSync(lockPath());
    writeFileSync(join(storeFolderOf(style.root), `lock-after-${id}.json`), record);
    assert.match((await holderOf(acquire())).cause ?? '', /cannot be read/);
  });

  it('is not released on behalf of another holder', async () => {
    const lock = await acquire();
    leaveLock({ holder: 'somebody who removed it by hand' });
    await lock.release();
    assert.ok(existsSync(lockPath()));
  });

  it('removes what crashed takers left', async () => {
    const store = makeStoreFolder(style.root);
    writeFileSync(join(store, `lock-after-${newLockId()}.json`), 'stray');
    writeFileSync(join(store, `lock-${newLockId()}.tmp`), 'stray');
    writeFileSync(join(store, 'lock-notes.txt'), 'not ours');
    await (await acquire()).release();
    assert.deepEqual(storeNames(), ['lock-notes.txt']);
  });

  it('is not written through a link in place of its folder', async () => {
    const outside = join(style.parent, 'outside');
    mkdirSync(outside);
    symlinkSync(outside, join(style.parent, '.s3-training-data'));
    await assert.rejects(acquire(), coded('unsafe-name'));
    assert.deepEqual(readdirSync(outside), []);
  });

  it('is released when the process ends, and taken over when it was killed', async function () {
    this.timeout(PROCESS_TIMEOUT_MS);
    const [ending, killed] = [await startTaker(), await startTaker()];
    assert.equal((await ask(ending, { task: 'acquire' })).got, 1);
    ending.disconnect(); // its event loop becomes empty
    await once(ending, 'exit');
    assert.deepEqual(storeNames(), []);
    assert.equal((await ask(killed, { task: 'acquire' })).got, 1);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    assert.deepEqual(storeNames(), ['lock.json']);
    await (await acquire()).release();
  });

  it('goes to exactly one of several processes, from a dead one too, 20 times', async function () {
    this.timeout(PROCESS_TIMEOUT_MS);
    for (let i = 0; i < 3; i++) await startTaker();
    for (let round = 0; round < 20; round++) {
      if (round % 2 === 0) leaveLock({ pid: deadPid });
      const replies = await Promise.all(takers.map((taker) => ask(taker, { task: 'acquire' })));
      assert.equal(replies.filter(({ got }) => got === 1).length, 1, `round ${String(round)}`);
      for (const taker of takers) await ask(taker, { task: 'release' });
    }
  });

  it('is never held by two while several processes take it, release it and die with it', async function () {
    this.timeout(PROCESS_TIMEOUT_MS);
    for (let i = 0; i < 3; i++) await startTaker();
    const replies = await Promise.all(
      takers.map((taker) => ask(taker, { task: 'compete', times: 150, deadPid })),
    );
    assert.deepEqual(
      replies.map(({ notAlone }) => notAlone),
      [0, 0, 0],
    );
    assert.ok(replies.reduce((sum, { got }) => sum + got, 0) > 50);
  });

  async function startTaker(): Promise<ChildProcess> {
    const program = fileURLToPath(new URL('./lockTaker.ts', import.meta.url));
    const taker = fork(program, [style.root], { execArgv: ['--import', 'tsx'] });
    takers.push(taker);
    await once(taker, 'message');
    return taker;
  }

  async function ask(taker: ChildProcess, request: TakerRequest): Promise<TakerReply> {
    const answered = once(taker, 'message');
    taker.send(request);
    return ((await answered) as [TakerReply])[0];
  }

  async function end(taker: ChildProcess): Promise<void> {
    if (taker.exitCode !== null || taker.signalCode !== null) return;
    const ended = once(taker, 'exit');
    taker.kill('SIGKILL');
    await ended;
  }
});
