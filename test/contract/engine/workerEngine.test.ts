import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { CaptionedImage } from '../../../src/dataset/trainingImage.js';
import { DEFAULT_IMAGE_EXTENSIONS } from '../../../src/dataset/trainingImage.js';
import type { SyncHandlers } from '../../../src/engine/engine.js';
import { WorkerEngine } from '../../../src/engine/workerEngine.js';
import type { ImageCounts } from '../../../src/operations/listImages.js';
import type { UploadResult } from '../../../src/operations/protocol/results.js';
import { SyncError } from '../../../src/core/errors.js';
import type { SyncProgress } from '../../../src/core/progress.js';
import { fault } from '../../support/s3-server/faults.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, requestFor, SyncedStyle } from '../../support/syncedStyle.js';

const SCRIPT = path.resolve('dist/engine.js');
const never = new AbortController().signal;
const withCode = (code: string) => (error: unknown) => error instanceof SyncError && error.code === code;

/** The built worker thread through its protocol, as the extension host uses it. */

describe('engine in a worker thread', () => {
  let server: S3Server;
  let style: SyncedStyle;
  let engine: WorkerEngine;
  beforeEach(async () => {
    server = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
    engine = new WorkerEngine(SCRIPT);
  });
  afterEach(async () => {
    await engine.dispose();
    style.remove();
    await server.close();
  });

  const sync = (overrides = {}, handlers: Partial<SyncHandlers> = {}): Promise<UploadResult> =>
    engine.sync(
      { ...requestFor(server, style.folder), ...overrides },
      { signal: never, onProgress: () => undefined, onLog: () => undefined, ...handlers },
    ) as Promise<UploadResult>;
  const check = (prefix: string) => ({
    connection: requestFor(server, '').connection,
    bucket: BUCKET,
    prefix,
  });

  it('lists images with their captions in natural order, in batches', async () => {
    const files = [...Array(1200).keys()].map((i): [string, string] => [`image ${String(i)}.jpg`, 'x']);
    style.writeLocal({ ...Object.fromEntries(files), 'image 7.txt': 'sieben \u{1F408}' });
    const batches: (readonly CaptionedImage[])[] = [];
    let counts: ImageCounts | undefined;
    const { count } = await engine.listImages(
      { folder: style.folder, imageExtensions: DEFAULT_IMAGE_EXTENSIONS },
      { onCounts: (known) => (counts = known), onImages: (batch) => batches.push(batch) },
      never,
    );
    const images = batches.flat();
    assert.deepEqual([count, images.length], [1200, 1200]);
    assert.deepEqual(counts, { total: 1200, captioned: 1 });
    assert.ok(batches.every((batch) => batch.length <= 500));
    assert.deepEqual(
      images.slice(6, 8).map(({ name, caption }) => [name, caption]),
      [
        ['image 6.jpg', null],
        ['image 7.jpg', 'sieben \u{1F408}'],
      ],
    );
  });

  it('syncs, reports progress up to the last state, and forwards the log', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a', 'b.jpg': 'b' });
    const states: SyncProgress[] = [];
    const lines: string[] = [];
    const result = await sync(
      {},
      { onProgress: (state) => states.push(state), onLog: (_, line) => lines.push(line) },
    );
    assert.equal(result.uploaded, 3);
    const last = states.at(-1);
    assert.deepEqual(
      [last?.phase, last?.filesDone, last?.filesTotal, last?.bytesDone],
      ['transferring', 3, 3, 3],
    );
    assert.ok(lines.includes('Uploaded: a.txt (new)'));
  });

  it('rejects with the code and the data of the error', async () => {
    style.writeLocal({ 'a.jpg': 'a' });
    await assert.rejects(
      sync({ bucket: 'no-such-bucket' }),
      (error) =>
        error instanceof SyncError &&
        error.code === 'missing-bucket' &&
        error.data.bucket === 'no-such-bucket',
    );
  });

  it('rejects with the stack of an internal error', async () => {
    const mistaken = sync({ folder: 5 as unknown as string });
    await assert.rejects(mistaken, (error) => {
      assert.ok(error instanceof SyncError && error.cause instanceof Error);
      assert.match(error.cause.stack ?? '', /^TypeError.*\n {4}at .*engine\.js/s);
      return error.code === 'internal';
    });
  });

  for (const [what, fault] of [
    ['an exception', `throw new TypeError('torn page')`],
    ['a rejection', `void Promise.reject(new TypeError('torn page'))`],
  ] as const) {
    it(`rejects with an uncaught error and its stack: ${what}`, async () => {
      const script = path.join(style.folder, 'mistaken.cjs');
      style.writeLocal({
        'mistaken.cjs': `require('node:worker_threads').parentPort.on('message', () => { ${fault}; });`,
      });
      const mistaken = new WorkerEngine(script);
      await assert.rejects(mistaken.checkConnection(check(''), never), (error) => {
        assert.ok(error instanceof SyncError && error.cause instanceof Error);
        assert.equal(error.data.cause, 'TypeError: torn page');
        assert.match(error.cause.stack ?? '', /mistaken\.cjs/);
        return error.code === 'internal';
      });
      await mistaken.dispose();
    });
  }

  it('asks before it deletes, and accepts a no', async () => {
    style.writeLocal({ 'a.jpg': 'a' });
    style.writeRemote({ 'gone.jpg': 'x' });
    const answers = [false, true];
    const approve = (): Promise<boolean> => Promise.resolve(answers.shift() ?? false);
    await assert.rejects(sync({ syncDeletes: true }, { approve }), withCode('cancelled'));
    assert.deepEqual(Object.keys(style.remote), ['gone.jpg']);
    assert.equal((await sync({ syncDeletes: true }, { approve })).deleted, 1);
  });

  it('treats a failed question as a no', async () => {
    style.writeLocal({ 'a.jpg': 'a' });
    style.writeRemote({ 'gone.jpg': 'x' });
    const approve = (): Promise<boolean> => Promise.reject(new Error('the window closed'));
    await assert.rejects(sync({ syncDeletes: true }, { approve }), withCode('cancelled'));
    assert.deepEqual(Object.keys(style.remote), ['gone.jpg']);
  });

  it('cancels within 2 s', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'b.jpg': 'b' });
    const cancel = new AbortController();
    server.faults.add(
      { operation: 'PutObject', then: fault.call(() => cancel.abort()) },
      { then: fault.hang, after: 3 },
    );
    const began = performance.now();
    const result = await sync({}, { signal: cancel.signal });
    assert.ok(result.cancelled);
    assert.ok(performance.now() - began < 2500);
  });

  it('releases the lock of a sync that is interrupted when the window closes', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'b.jpg': 'b' });
    let closing: Promise<void> | undefined;
    server.faults.add({
      operation: 'PutObject',
      times: 1,
      then: fault.call(() => void (closing = engine.dispose())),
    });
    await sync().catch((error: unknown) => assert.ok(withCode('cancelled')(error)));
    await closing;
    engine = new WorkerEngine(SCRIPT);
    assert.equal((await sync()).failed, 0);
    assert.deepEqual(Object.keys(style.remote), ['a.jpg', 'b.jpg']);
  });

  it('ends when it is idle, and starts again with the next call', async () => {
    engine = new WorkerEngine(SCRIPT, 1);
    style.writeLocal({ 'a.jpg': 'a' });
    assert.equal((await sync()).uploaded, 1);
    assert.equal((await sync()).skipped, 1);
  });

  it('may be started before its first call, and ends if no call comes', async () => {
    engine = new WorkerEngine(SCRIPT, 1);
    engine.prepare();
    await setTimeout(100);
    engine.prepare();
    style.writeLocal({ 'a.jpg': 'a' });
    assert.equal((await sync()).uploaded, 1);
  });

  it('checks a connection and lists the styles in S3', async () => {
    style.writeRemote({ 'a.jpg': 'a' });
    server.bucket(BUCKET).put('styles/17/a.jpg', 'a');
    assert.deepEqual(await engine.checkConnection(check('styles/'), never), { region: 'us-east-1' });
    assert.deepEqual([...(await engine.listStyles(check('styles/'), never))].sort(), ['16', '17']);
    await assert.rejects(
      engine.checkConnection({ ...check(''), bucket: 'nope' }, never),
      withCode('missing-bucket'),
    );
  });
});
