import assert from 'node:assert/strict';
import { CommandLine } from '../../support/commandLine.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

/** How overwriting recent changes is avoided, over several processes. */
describe('conditional writes', () => {
  let server: S3Server;
  let style: SyncedStyle;
  beforeEach(async () => {
    server = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
  });
  afterEach(async () => {
    style.remove();
    await server.close();
  });

  const writes = (): readonly string[] =>
    server.requests.all
      .map(({ operation }) => operation)
      .filter((operation) => operation !== 'ListObjectsV2');

  it('are learned once per server and remembered by the next process: then a new file is one request', async () => {
    const cli = new CommandLine(server);
    style.writeLocal({ 'a.jpg': 'A' });
    assert.equal((await cli.run('to-s3', style.folder, '--bucket', BUCKET)).status, 0);
    assert.ok(writes().length > 1, 'the first process tries how the server treats conditions');
    style.writeLocal({ 'b.jpg': 'B', 'b.txt': 'b' });
    server.requests.clear();
    assert.equal((await cli.run('to-s3', style.folder, '--bucket', BUCKET)).status, 0);
    assert.deepEqual(writes(), ['PutObject', 'PutObject']);
  });

  it('are described in the log of a run', async () => {
    style.writeLocal({ 'a.jpg': 'A' });
    await style.toS3();
    const line = style.log.find((logged) => logged.startsWith(server.endpoint));
    assert.match(line ?? '', /new files are checked by the server/);
  });
});
