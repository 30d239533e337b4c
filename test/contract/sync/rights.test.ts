import assert from 'node:assert/strict';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

/** All other rights that a server knows. */
const MORE_THAN_NEEDED = [
  's3:ListAllMyBuckets',
  's3:ListBucketVersions',
  's3:ListBucketMultipartUploads',
  's3:ListMultipartUploadParts',
  's3:GetObjectVersion',
  's3:DeleteObjectVersion',
  's3:GetBucketLocation',
  's3:GetBucketVersioning',
  's3:HeadBucket',
  's3:CreateBucket',
];

describe('rights', () => {
  let server: S3Server;
  let style: SyncedStyle;
  beforeEach(async () => {
    server = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
    server.policies.deny(...MORE_THAN_NEEDED.map((action) => ({ action })));
  });
  afterEach(async () => {
    style.remove();
    await server.close();
  });

  const editBothWays = async (syncDeletes: boolean): Promise<void> => {
    style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a', 'b.jpg': 'b', 'c.jpg': 'c' });
    assert.equal((await style.toS3({ syncDeletes })).failed, 0);
    style.writeLocal({ 'a.jpg': 'a2' });
    style.deleteLocal('c.jpg');
    const up = await style.toS3({ syncDeletes });
    assert.deepEqual([up.uploaded, up.deleted, up.failed], [1, syncDeletes ? 1 : 0, 0]);
    style.writeRemote({ 'a.jpg': 'a3', 'd.jpg': 'd' });
    style.deleteRemote('b.jpg');
    const down = await style.fromS3({ syncDeletes });
    assert.deepEqual(
      [down.downloaded, down.deleted, down.failed],
      [syncDeletes ? 2 : 3, syncDeletes ? 1 : 0, 0],
    );
  };

  it('to list, read and write are enough with deletes off', async () => {
    server.policies.deny({ action: 's3:DeleteObject' });
    await editBothWays(false);
  });

  it('to delete are needed as well with deletes on, and no others', () => editBothWays(true));
});
