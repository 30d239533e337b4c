import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { CommandLine } from '../../support/commandLine.js';
import { fault } from '../../support/s3-server/faults.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

const PAIRS = 150;

/** `dist/cli.js` in a shell with a low limit of open files, as in a container with a low hard limit. */
describe('a command line with few descriptors', () => {
  let server: S3Server;
  let style: SyncedStyle;
  beforeEach(async function () {
    if (process.platform !== 'linux') this.skip();
    server = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
  });
  afterEach(async () => {
    style.remove();
    await server.close();
  });

  const files = (content: string): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length: PAIRS }, (_, i) => [
        [`${String(i)}.jpg`, content.repeat(1000) + String(i)],
        [`${String(i)}.txt`, `caption ${content} ${String(i)}`],
      ]).flat() as [string, string][],
    );
  const limited = async (limit: number, ...args: string[]): Promise<string> => {
    const line = `ulimit -n ${String(limit)}; exec "$0" dist/cli.js "$@"`;
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_ACCESS_KEY_ID: server.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.credentials.secretAccessKey,
    };
    return (await promisify(execFile)('sh', ['-c', line, process.execPath, ...args], { env })).stderr;
  };

  for (const limit of [40, 64, 256]) {
    for (const way of ['to-s3', 'from-s3'] as const) {
      it(`syncs everything ${way} if only ${String(limit)} files may be open`, async () => {
        if (way === 'to-s3') style.writeLocal(files('a'));
        else style.writeRemote(files('a'));
        const said = await limited(limit, way, style.folder, '--bucket', BUCKET);
        assert.match(said, /ulimit -n/);
        assert.deepEqual(style.remote, style.local);
        assert.equal(Object.keys(style.local).length, 2 * PAIRS);
      });
    }
  }

  it('undoes a sync if only 64 files may be open', async () => {
    style.writeRemote(files('a'));
    await limited(64, 'from-s3', style.folder, '--bucket', BUCKET);
    style.writeRemote(files('b'));
    await limited(64, 'from-s3', style.folder, '--bucket', BUCKET, '--force');
    await limited(64, 'undo', style.folder);
    assert.deepEqual(style.local, files('a'));
  });

  for (const [way, after] of [
    // After three files most connections have not been opened yet.
    ['to-s3', 3],
    ['to-s3', 160],
    ['from-s3', 160],
  ] as const) {
    it(`continues ${way} with fewer descriptors if most are taken from it after ${String(after)} files, and says so`, async () => {
      if (way === 'to-s3') style.writeLocal(files('a'));
      else style.writeRemote(files('a'));
      const run = new CommandLine(server).start(way, style.folder, '--bucket', BUCKET);
      const operation = way === 'to-s3' ? 'PutObject' : 'GetObject';
      const leaveFew = fault.call(() => {
        execFileSync('prlimit', ['--pid', String(run.process.pid), '--nofile=40:']);
      });
      server.faults.add({ operation, then: fault.delay(20) }, { operation, after, times: 1, then: leaveFew });
      const { status, stdout, stderr } = await run.finished;
      assert.equal(status, 0, stdout + stderr);
      assert.match(stderr, /ulimit -n/);
      assert.deepEqual(style.remote, style.local);
      assert.equal(Object.keys(style.local).length, 2 * PAIRS);
    });
  }
});
