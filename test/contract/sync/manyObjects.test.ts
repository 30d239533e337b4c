import assert from 'node:assert/strict';
import { CommandLine } from '../../support/commandLine.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

const OBJECTS = 100_000;
const MOST_SECONDS = 60;
/** MiB. */
const MOST_MEMORY = 600;

describe('a style of very many objects', function () {
  this.timeout(180_000);
  let server: S3Server;
  let style: SyncedStyle;
  before(async () => {
    server = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
    for (let i = 0; i < OBJECTS; i++) style.writeRemote({ [`image ${String(i)}.jpg`]: 'x' });
  });
  after(async () => {
    style.remove();
    await server.close();
  });

  it(`is listed and planned within a minute, in limited memory: ${String(OBJECTS)}`, async () => {
    const run = await new CommandLine(server).run('from-s3', style.folder, '--bucket', BUCKET, '--dry-run');
    assert.equal(run.status, 0, run.stderr);
    assert.match(run.stdout.slice(-200), /: 100,?000 images to do,/);
    console.log(`      ${run.seconds.toFixed(1)} s, peak memory ${run.peakMemory.toFixed(0)} MB`);
    assert.ok(run.seconds < MOST_SECONDS, `${String(run.seconds)} s`);
    assert.ok(run.peakMemory < MOST_MEMORY, `${String(run.peakMemory)} MB`);
  });
});
