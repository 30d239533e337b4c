import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import path from 'node:path';
import type { DownloadResult, UploadResult } from '../../../src/operations/protocol/results.js';
import { CommandLine } from '../../support/commandLine.js';
import { fault } from '../../support/s3-server/faults.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

const PAIRS = 30;

/** A reader that no longer reads the output, and a user who wants to stop at once (docs/sync-contract.md §9). */
describe('command line: signals and readers that go away', function () {
  this.timeout(60_000);
  let server: S3Server;
  let style: SyncedStyle;
  let cli: CommandLine;
  const to = ['--bucket', BUCKET, '--concurrency', '2'];

  beforeEach(async () => {
    server = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
    cli = new CommandLine(server);
  });
  afterEach(async () => {
    style.remove();
    await server.close();
  });

  const pairs = Object.fromEntries(
    [...Array(PAIRS).keys()].flatMap((i) => [
      [`${String(i)}.jpg`, 'x'.repeat(2000) + String(i)],
      [`${String(i)}.txt`, `caption ${String(i)}`],
    ]),
  );
  /** Temporary files in the style, and a lock beside it. */
  const leftBehind = (): string[] => {
    const store = path.join(path.dirname(style.folder), '.s3-training-data', path.basename(style.folder));
    const hidden = fs.readdirSync(style.folder).filter((name) => name.startsWith('.'));
    return [...hidden, ...fs.readdirSync(store).filter((name) => name.startsWith('lock'))];
  };
  const seconds = async (work: Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work;
    return (performance.now() - began) / 1000;
  };

  for (const closed of ['stdout', 'stderr'] as const) {
    it(`a closed ${closed} does not end a run`, async () => {
      style.writeLocal(pairs);
      // Failures are printed on standard error.
      server.faults.add({ operation: 'PutObject', key: /\/1\d\.jpg$/, then: fault.error(400, 'Odd') });
      server.faults.add({ operation: 'PutObject', then: fault.delay(5) });
      const run = cli.start('to-s3', style.folder, ...to);
      run.process[closed]?.destroy();
      const { status } = await run.finished;
      assert.equal(status, 1);
      assert.equal(Object.keys(style.remote).length, 2 * PAIRS - 10);
      const history = await cli.run('history', style.folder);
      assert.doesNotMatch(history.stdout, /did not end/);
    });
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`${signal} ends a run in order: its result is reported, nothing is left behind`, async () => {
      style.writeRemote(pairs);
      const run = cli.start('from-s3', style.folder, ...to, '--json');
      server.faults.add({ operation: 'GetObject', then: fault.slowBody(5, 10) });
      server.faults.add({
        operation: 'GetObject',
        after: 24,
        times: 1,
        then: fault.call(() => void run.process.kill(signal)),
      });
      const { status, stdout } = await run.finished;
      const result = JSON.parse(stdout) as DownloadResult;
      assert.deepEqual([status, result.cancelled], [1, true]);
      assert.ok(result.downloaded > 0, 'what was done is told');
      assert.deepEqual(leftBehind(), []);
    });
  }

  it('a second Ctrl+C ends a run at once, and what is known is reported', async () => {
    style.writeRemote(pairs);
    let asked: Promise<number> | undefined;
    const run = cli.start('from-s3', style.folder, ...to, '--json');
    server.faults.add({ operation: 'GetObject', after: 22, then: fault.slowBody(1000, 20) });
    server.faults.add({
      operation: 'GetObject',
      after: 24,
      times: 1,
      then: fault.call(() => {
        run.process.kill('SIGINT');
        setTimeout(() => run.process.kill('SIGINT'), 20);
        asked = seconds(run.finished);
      }),
    });
    const { status, stdout } = await run.finished;
    const result = JSON.parse(stdout) as DownloadResult;
    assert.deepEqual([status, result.cancelled], [1, true]);
    assert.ok(result.downloaded > 0, 'what was done is told');
    assert.ok(((await asked) ?? 10) < 1.5);
    assert.deepEqual(leftBehind(), []);
    server.faults.clear();
    assert.equal((await cli.json<DownloadResult>('from-s3', style.folder, ...to)).status, 0);
    assert.deepEqual(style.local, style.remote);
  });

  it('… and does not wait for what a first one waits for', async () => {
    // Parts that will never be completed are removed before the end, for as long as a cancel may take.
    const endsAfter = async (signals: number): Promise<number> => {
      style.writeLocal({ 'large.jpg': 'x'.repeat(17 * 1024 * 1024) });
      const run = cli.start('to-s3', style.folder, ...to, '--json');
      let asked: Promise<number> | undefined;
      server.faults.add({
        operation: 'UploadPart',
        after: 1,
        times: 1,
        then: fault.call(() => {
          server.faults.add({ operation: 'AbortMultipartUpload', then: fault.hang });
          asked = seconds(run.finished);
          for (let signal = 0; signal < signals; signal++)
            setTimeout(() => run.process.kill('SIGINT'), 100 * signal);
        }),
      });
      server.faults.add({ operation: 'UploadPart', after: 1, then: fault.hang });
      await run.finished;
      server.faults.clear();
      return (await asked) ?? assert.fail();
    };
    const [once, twice] = [await endsAfter(1), await endsAfter(2)];
    assert.ok(twice < once / 2, `${String(once)} s, then ${String(twice)} s`);
  });

  it('… names the unconfirmed uploads, and an undo finds them', async () => {
    style.writeLocal({ 'a.jpg': 'a' });
    await cli.run('to-s3', style.folder, ...to);
    style.writeLocal(pairs);
    const run = cli.start('to-s3', style.folder, ...to, '--json');
    // Each write is stored, and its answer never comes.
    server.faults.add({ operation: 'PutObject', after: 10, then: fault.lostAnswer });
    server.faults.add({
      operation: 'PutObject',
      after: 12,
      times: 1,
      then: fault.call(() => {
        run.process.kill('SIGINT');
        run.process.kill('SIGINT');
      }),
    });
    const { status, stdout } = await run.finished;
    const result = JSON.parse(stdout) as UploadResult;
    assert.equal(status, 1);
    assert.ok(result.unconfirmed > 0);
    server.faults.clear();
    await cli.run('undo', style.folder);
    assert.deepEqual(Object.keys(style.remote), ['a.jpg']);
  });

  it('a second Ctrl+C before anything was changed ends with 2, and one JSON value', async () => {
    style.writeLocal(pairs);
    const run = cli.start('to-s3', style.folder, ...to, '--json');
    server.faults.add({
      operation: 'ListObjectsV2',
      then: fault.call(() => {
        run.process.kill('SIGINT');
        run.process.kill('SIGINT');
      }),
    });
    server.faults.add({ operation: 'ListObjectsV2', then: fault.hang });
    const { status, stdout } = await run.finished;
    const { error } = JSON.parse(stdout) as { error: { code: string } };
    assert.deepEqual([status, error.code], [2, 'cancelled']);
    assert.deepEqual(style.remote, {});
    assert.deepEqual(leftBehind(), []);
  });

  it('a refused write was sent: the status is not 2', async () => {
    style.writeLocal({ 'a.jpg': 'a' });
    server.policies.deny({ action: 's3:PutObject' });
    const { status } = await cli.run('to-s3', style.folder, ...to);
    assert.deepEqual([status, server.requests.count('PutObject') > 0], [1, true]);
    server.policies.deny({ action: 's3:ListBucket' });
    assert.equal((await cli.run('to-s3', style.folder, ...to)).status, 2);
  });
});
