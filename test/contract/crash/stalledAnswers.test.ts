import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { adapters } from '../../../src/wiring/adapters.js';
import { syncStyle } from '../../../src/operations/syncStyle.js';
import { undoSync } from '../../../src/operations/undoSync.js';
import { SyncError } from '../../../src/core/errors.js';
import { CommandLine } from '../../support/commandLine.js';
import { startStallingProxy, type Stall, type StallingProxy } from '../../support/proxies/stallingProxy.js';
import { Random } from '../../support/sample-style/random.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, requestFor, SyncedStyle } from '../../support/syncedStyle.js';
import { overBothPaths } from '../bothPaths.js';

const ROUNDS = Number(process.env['STALLS'] ?? 6);
const SEED = Number(process.env['PROPERTY_SEED'] ?? 20261122);
const CANCEL_MS = 2_000;
/** Extra time for a machine that is busy with other work. */
const BUSY_MS = 1_000;
const PAIRS = 8;
const LARGE = 600 * 1024;
/** Bytes; sent in parts. */
const HUGE = 40 * 1024 * 1024;

const STORIES = ['to-s3', 'from-s3', 'undo'] as const;
type Story = (typeof STORIES)[number];

interface Round {
  readonly story: Story;
  readonly front: 'command line' | 'engine';
  readonly how: Stall;
  /** Share of the answer bytes of an undisturbed run that arrive before the stall. */
  readonly part: number;
  /** From the stall to the cancel. */
  readonly patienceMs: number;
  readonly hasHuge: boolean;
}

/** A cancel ends a run within 2 s whatever the server does (docs/sync-contract.md §9). */
overBothPaths('A server that stalls in the middle of an answer', function () {
  this.timeout(60_000 + ROUNDS * 20_000);
  let server: S3Server;
  let proxy: StallingProxy;
  let style: SyncedStyle;
  /** Bytes of answers in an undisturbed run. */
  const measured = new Map<string, number>();

  beforeEach(async () => {
    server = await startS3Server({ buckets: [BUCKET] });
    proxy = await startStallingProxy(Number(new URL(server.endpoint).port));
    const endpoint = `http://127.0.0.1:${String(proxy.port)}`;
    style = new SyncedStyle({ ...server, endpoint, bucket: (name) => server.bucket(name) });
  });
  afterEach(async () => {
    style.remove();
    await proxy.close();
    await server.close();
  });

  for (const round of roundsOf(ROUNDS)) {
    const { story, front, how, part, patienceMs } = round;
    const at = `${(part * 100).toFixed(1)} %, ${String(patienceMs)} ms`;
    it(`lets a cancel end ${story} by the ${front} within 2 s, ${how} (${at})`, async () => {
      await prepare(round);
      const cancel = new AbortController();
      const known = await bytesOf(round);
      const stalled = proxy.stallAfter(Math.floor(known * part), how);
      const run = start(round, cancel.signal);
      // A run that needs fewer answers than the measured one ends before it is cancelled.
      await Promise.race([stalled.then(() => wait(patienceMs)), run.ended]);
      const cancelledAt = performance.now();
      cancel.abort();
      const outcome = await Promise.race([run.ended, wait(10_000, 'still running', { ref: false })]);
      const took = performance.now() - cancelledAt;
      run.kill();
      assert.notEqual(outcome, 'still running');
      assert.ok(took < CANCEL_MS + BUSY_MS, `it took ${took.toFixed(0)} ms`);
      assert.deepEqual(leftovers(path.dirname(style.folder)), []);
    });
  }

  /** Prepares the run that is cancelled: something to send, to replace and to delete. */
  async function prepare({ story, hasHuge }: Round): Promise<void> {
    const before = pairs('before');
    style.writeLocal({ ...before, 'gone.jpg': 'an image that goes' });
    assert.equal((await style.toS3()).failed, 0);
    if (story === 'from-s3') {
      style.writeRemote(pairs('after'));
      style.deleteRemote('gone.jpg');
      return;
    }
    style.writeLocal(pairs('after'));
    if (hasHuge) style.writeLocal({ 'huge.png': Buffer.alloc(HUGE, 'huge') });
    style.deleteLocal('gone.jpg');
    if (story === 'undo') assert.equal((await style.toS3({ syncDeletes: true, force: true })).failed, 0);
  }

  /** Measures an undisturbed run of the same kind, the first time, and prepares everything again. */
  async function bytesOf(round: Round): Promise<number> {
    const kind = `${round.story} ${String(round.hasHuge)}`;
    const known = measured.get(kind);
    if (known !== undefined) return known;
    const before = proxy.passed;
    await start({ ...round, front: 'engine' }, new AbortController().signal).ended;
    const bytes = proxy.passed - before;
    measured.set(kind, bytes);
    style.remove();
    style = new SyncedStyle(style.server);
    for (const key of [...server.bucket(BUCKET).keys]) server.bucket(BUCKET).delete(key);
    await prepare(round);
    return bytes;
  }

  function start(
    { story, front }: Round,
    signal: AbortSignal,
  ): { readonly ended: Promise<unknown>; kill(): void } {
    if (front === 'engine') return { ended: byEngine(story, signal), kill: () => undefined };
    const sync = ['--bucket', BUCKET, '--sync-deletes', '--force'];
    const run = new CommandLine(style.server).start(story, style.folder, ...(story === 'undo' ? [] : sync));
    signal.addEventListener('abort', () => run.process.kill('SIGINT'));
    return { ended: run.finished, kill: () => run.process.kill('SIGKILL') };
  }

  async function byEngine(story: Story, signal: AbortSignal): Promise<unknown> {
    const request = { ...requestFor(style.server, style.folder), syncDeletes: true, force: true };
    const handlers = { signal, onProgress: () => undefined, log: () => undefined };
    try {
      if (story === 'undo') return await undoSync(request, adapters, handlers);
      return await syncStyle({ ...request, direction: story }, adapters, handlers);
    } catch (error) {
      assert.ok(error instanceof SyncError && error.code === 'cancelled', String(error));
      return error;
    }
  }
});

function roundsOf(count: number): Round[] {
  const random = new Random(SEED);
  return Array.from({ length: count }, (_, i) => ({
    story: STORIES[i % STORIES.length] ?? 'undo',
    front: i % 2 === 0 ? 'engine' : 'command line',
    how: random.pick(['silent', 'dripping'] as const),
    part: random.next(),
    patienceMs: random.between(0, 700),
    hasHuge: i % 10 === 9,
  }));
}

function pairs(text: string): Record<string, string | Buffer> {
  const files: Record<string, string | Buffer> = { 'large.png': Buffer.alloc(LARGE, text) };
  for (let i = 0; i < PAIRS; i++) {
    files[`${String(i)}.jpg`] = `image ${String(i)} ${text}`;
    files[`${String(i)}.txt`] = `caption ${String(i)} ${text}`;
  }
  return files;
}

/** Locks and temporary files below a folder. */
const leftovers = (folder: string): string[] =>
  fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(^|\/)lock[^/]*$|\.tmp$/.test(name));
