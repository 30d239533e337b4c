import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { CommandLine } from '../../support/commandLine.js';
import { fault } from '../../support/s3-server/faults.js';
import { BUCKET, STYLE, SyncedStyle } from '../../support/syncedStyle.js';

const MIB = 1024 * 1024;
const LARGE = 'large.png';
const KEY = `styles/${STYLE}/${LARGE}`;

describe('parts that a run could not clear', function () {
  this.timeout(60_000);
  let style: SyncedStyle;
  let cli: CommandLine;

  beforeEach(async () => {
    style = await SyncedStyle.start();
    cli = new CommandLine(style.server);
    style.writeLocal({ 'small.jpg': 'small' });
    await style.toS3();
    style.writeLocal({ [LARGE]: randomBytes(17 * MIB) });
  });
  afterEach(() => style.close());

  const unfinished = (): string[] => style.server.bucket(BUCKET).unfinishedUploads;
  const aborts = (): number => style.server.requests.count('AbortMultipartUpload');
  const sync = (direction: string): readonly string[] => [direction, style.folder, '--bucket', BUCKET];

  /** Kills a sync to S3 when its first part has arrived. */
  const kill = async (): Promise<void> => {
    const { process, finished } = cli.start(...sync('to-s3'));
    style.server.faults.add(
      { operation: 'UploadPart', after: 1, times: 1, then: fault.call(() => void process.kill('SIGKILL')) },
      { operation: 'UploadPart', after: 1, then: fault.hang },
    );
    await finished;
    assert.equal(process.signalCode, 'SIGKILL');
    style.server.faults.clear();
    assert.deepEqual(unfinished(), [KEY]);
    assert.equal(aborts(), 0);
  };

  const nextRuns = { 'sync to S3': 'to-s3', 'sync from S3': 'from-s3', undo: 'undo' };
  for (const [name, command] of Object.entries(nextRuns)) {
    it(`are removed after a kill by the next ${name}, once`, async () => {
      await kill();
      const args = command === 'undo' ? ['undo', style.folder] : sync(command);
      const { status, stderr } = await cli.run(...args);
      assert.equal(status, 0, stderr);
      assert.deepEqual(unfinished(), []);
      assert.equal(aborts(), 1);
      await style.fromS3();
      assert.equal(aborts(), 1);
    });
  }

  it('are removed by the next run where the server was gone when the upload was aborted', async () => {
    style.server.faults.add(
      { operation: 'UploadPart', then: fault.error(400, 'InvalidRequest') },
      { operation: 'AbortMultipartUpload', then: fault.hang },
    );
    assert.equal((await style.toS3()).failed, 1);
    style.server.faults.clear();
    style.server.requests.clear();
    assert.deepEqual(unfinished(), [KEY]);
    await style.fromS3();
    assert.deepEqual(unfinished(), []);
    assert.equal(aborts(), 1);
  });

  it('of another bucket wait for a run that uses that bucket', async () => {
    await kill();
    style.server.createBucket('other');
    assert.equal((await style.toS3({ bucket: 'other' })).failed, 0);
    assert.deepEqual(unfinished(), [KEY]);
    await style.fromS3();
    assert.deepEqual(unfinished(), []);
  });

  it('that may not be removed are named in the log, fail no run, and are not requested again', async () => {
    await kill();
    style.server.faults.add({ operation: 'AbortMultipartUpload', then: fault.error(403, 'AccessDenied') });
    assert.equal((await style.toS3()).failed, 0);
    assert.ok(style.log.some((line) => line.includes(KEY) && line.includes('could not be cleared')));
    assert.equal(aborts(), 1);
    await style.fromS3();
    assert.equal(aborts(), 1);
  });
});
