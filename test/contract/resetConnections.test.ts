import assert from 'node:assert/strict';
import type { UploadResult } from '../../src/operations/protocol/results.js';
import { startRelay, type Relay } from '../support/ceph/relay.js';
import { CommandLine } from '../support/commandLine.js';
import { fault } from '../support/s3-server/faults.js';
import { BUCKET, SyncedStyle } from '../support/syncedStyle.js';

const IMAGES = 200;
/**
 * A request is retried for at most 11 s, and the check whether the server exists takes no time; the rest is reserve.
 */
const ONE_CYCLE_S = 20;

describe('connections that are accepted and reset', function () {
  this.timeout(60_000);
  let style: SyncedStyle;
  let relay: Relay;
  let cli: CommandLine;
  const to = ['--bucket', BUCKET];

  beforeEach(async () => {
    style = await SyncedStyle.start();
    relay = await startRelay(style.server.endpoint);
    const { credentials } = style.server;
    cli = new CommandLine({ endpoint: relay.endpoint, credentials });
    for (let i = 0; i < IMAGES; i++) style.writeLocal({ [`${String(i)}.jpg`]: `image ${String(i)}` });
  });
  afterEach(async () => {
    await relay.close();
    await style.close();
  });

  it('at the start mean that the server is unreachable: one message, and its exit status', async () => {
    relay.resetAll();
    const reset = await cli.run('to-s3', style.folder, ...to);
    await relay.close();
    const refused = await cli.run('to-s3', style.folder, ...to);
    assert.match(reset.stderr, /cannot be reached/);
    assert.match(refused.stderr, /cannot be reached/);
    assert.deepEqual([reset.status, linesOf(reset)], [refused.status, linesOf(refused)]);
    assert.ok(reset.seconds < ONE_CYCLE_S, `${String(reset.seconds)} s`);
    relay = await startRelay(style.server.endpoint);
  });

  it('in the middle of a run stop it early, with one message', async () => {
    relay.onAnswer((count) => count === 40 && relay.resetAll());
    const began = performance.now();
    const result = await cli.json<UploadResult>('to-s3', style.folder, ...to);
    assert.equal(result.status, 1);
    assert.equal(result.stopped_by?.code, 'no-network');
    assert.deepEqual(result.failed_files, []);
    assert.ok(result.uploaded > 0 && result.not_attempted > 0);
    assert.equal(result.uploaded + result.unconfirmed + result.not_attempted, IMAGES);
    const seconds = (performance.now() - began) / 1000;
    assert.ok(seconds < ONE_CYCLE_S, `${String(seconds)} s`);
  });

  it('of one file alone fail only that file', async () => {
    const refused = '0.jpg';
    style.server.faults.add({ operation: 'PutObject', key: `styles/16/${refused}`, then: fault.reset });
    const result = await style.toS3({ concurrency: 1 });
    assert.deepEqual(
      result.failed_files.map(({ file, code }) => [file, code]),
      [[refused, 'server-error']],
    );
    assert.equal(result.uploaded, IMAGES - 1);
  });
});

const linesOf = ({ stderr }: { readonly stderr: string }): number => stderr.trim().split('\n').length;
