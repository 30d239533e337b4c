import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { openBucket } from '../../../src/wiring/adapters.js';
import { LARGEST_OBJECT } from '../../../src/core/content/partSize.js';
import { fault } from '../../support/s3-server/faults.js';
import type { Operation } from '../../support/s3-server/operations.js';
import type { Personality } from '../../support/s3-server/personality.js';
import { startS3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, STYLE, SyncedStyle } from '../../support/syncedStyle.js';
import { patternBytes } from '../contents.js';

const MIB = 1024 * 1024;
/** In place of 5 GiB and 1 GiB. No server accepts parts of less than 5 MiB. */
const LIMITS = { largest: 6 * MIB, part: 5 * MIB };
const PREFIX = `styles/${STYLE}/`;
const TRASH = `styles/.s3-training-data/trash/${STYLE}/`;
/** Three parts in our uploads. */
const FIRST = patternBytes(17 * MIB, 1);
const FOREIGN = patternBytes(12 * MIB, 3);

/** Backups larger than one copy request are copied in parts (docs/sync-contract.md §7). */
describe('objects too large to be copied in one request', function () {
  this.timeout(60_000);
  let style: SyncedStyle;
  const begin = async (
    versioning: 'Off' | 'Enabled' = 'Off',
    traits: Partial<Personality> = {},
  ): Promise<void> => {
    style = new SyncedStyle(
      await startS3Server({ buckets: [BUCKET], personality: { largestCopy: LIMITS.largest, ...traits } }),
    );
    bucket().versioning = versioning;
    style.openBucket = (target) => openBucket({ ...target, copyLimits: LIMITS });
    style.writeLocal({ 'a.png': FIRST, 'keep.jpg': 'K' });
    await style.toS3();
    style.server.requests.clear();
  };
  afterEach(() => style.close());

  const bucket = () => style.server.bucket(BUCKET);
  const count = (...operations: readonly Operation[]): number => style.server.requests.count(...operations);
  const hashOf = (bytes: Uint8Array = new Uint8Array()): string =>
    createHash('sha256').update(bytes).digest('hex');
  const stored = (): string => hashOf(bucket().get(`${PREFIX}a.png`)?.bytes);
  const trash = (): string[] => bucket().keys.filter((key) => key.startsWith(TRASH));
  const replace = () => {
    style.writeLocal({ 'a.png': 'second' });
    return style.toS3({ onConflict: 'overwrite', force: true });
  };

  it('are backed up and restored in parts, with type and metadata; our own are not read', async () => {
    await begin();
    const before = bucket().get(`${PREFIX}a.png`);
    assert.equal((await replace()).uploaded, 1);
    assert.equal(count('CopyObject'), 0);
    assert.equal(hashOf(bucket().get(trash()[0] ?? '')?.bytes), hashOf(FIRST));
    assert.equal((await style.undo()).restored, 1);
    const after = bucket().get(`${PREFIX}a.png`);
    assert.deepEqual(
      [after?.etag, after?.contentType, after?.metadata],
      [before?.etag, 'image/png', before?.metadata],
    );
    assert.equal(stored(), hashOf(FIRST));
    assert.deepEqual([count('GetObject'), count('UploadPartCopy')], [0, 6]);
    assert.deepEqual(bucket().unfinishedUploads, []);
  });

  it('are restored in parts in a versioned bucket', async () => {
    await begin('Enabled');
    await replace();
    assert.equal(count('UploadPartCopy'), 0);
    assert.equal((await style.undo()).restored, 1);
    assert.equal(stored(), hashOf(FIRST));
  });

  it('from other programs are read back, because a copy in other parts has another ETag', async () => {
    await begin();
    bucket().put(`${PREFIX}a.png`, FOREIGN, { etag: '"0123456789abcdef0123456789abcdef-7"' });
    assert.equal((await replace()).uploaded, 1);
    assert.ok(count('GetObject') > 0);
    assert.equal((await style.undo()).restored, 1);
    assert.equal(stored(), hashOf(FOREIGN));
  });

  it('are not replaced where they change during the copy', async () => {
    await begin();
    const change = fault.call(() => bucket().put(`${PREFIX}a.png`, FOREIGN));
    style.server.faults.add({ operation: 'UploadPartCopy', after: 1, times: 1, then: change });
    const { conflict_files } = await replace();
    assert.deepEqual(conflict_files, ['a.png']);
    assert.equal(stored(), hashOf(FOREIGN));
    assert.deepEqual(bucket().unfinishedUploads, []);
  });

  it('are backed up and restored where a true condition is refused and part answers have no ETag', async () => {
    await begin('Off', { refusesConditionsOfParts: true });
    const edit = (body: string): string => body.replace(/<ETag>.*?<\/ETag>/, '');
    style.server.faults.add({ operation: 'UploadPartCopy', then: { kind: 'rewrite', edit } });
    assert.equal((await replace()).uploaded, 1);
    assert.equal(hashOf(bucket().get(trash()[0] ?? '')?.bytes), hashOf(FIRST));
    assert.equal((await style.undo()).restored, 1);
    assert.equal(stored(), hashOf(FIRST));
    assert.deepEqual(bucket().unfinishedUploads, []);
  });

  it('are not replaced where they change during the copy and true conditions are refused', async () => {
    await begin('Off', { refusesConditionsOfParts: true });
    const etag = '"0123456789abcdef0123456789abcdef-7"';
    const change = fault.call(() => bucket().put(`${PREFIX}a.png`, patternBytes(17 * MIB, 4), { etag }));
    style.server.faults.add({ operation: 'UploadPartCopy', after: 5, times: 1, then: change });
    const { uploaded, conflict_files } = await replace();
    assert.deepEqual([uploaded, conflict_files], [0, ['a.png']]);
    assert.equal(stored(), hashOf(patternBytes(17 * MIB, 4)));
    assert.deepEqual(bucket().unfinishedUploads, []);
  });

  it('are not replaced where the server copies no parts, and no part is left', async () => {
    await begin();
    style.server.faults.add({ operation: 'UploadPartCopy', then: fault.error(501, 'NotImplemented') });
    const { uploaded, failed_files } = await replace();
    assert.deepEqual([uploaded, failed_files.map(({ file }) => file)], [0, ['a.png']]);
    assert.equal(stored(), hashOf(FIRST));
    assert.deepEqual(bucket().unfinishedUploads, []);
  });

  it('whose copy was interrupted leave parts that the next run removes', async () => {
    await begin();
    style.server.faults.add(
      { operation: 'UploadPartCopy', then: fault.error(400, 'InvalidRequest') },
      { operation: 'AbortMultipartUpload', then: fault.hang },
    );
    assert.equal((await replace()).failed, 1);
    style.server.faults.clear();
    assert.equal(bucket().unfinishedUploads.length, 1);
    await style.fromS3();
    assert.deepEqual(bucket().unfinishedUploads, []);
  });

  it('for S3 to store are refused before the first byte is read or sent', async () => {
    await begin();
    style.writeLocal({ 'b.png': '' });
    fs.truncateSync(style.pathOf('b.png'), LARGEST_OBJECT + 1);
    const { uploaded, failed_files } = await style.toS3();
    assert.deepEqual(
      [uploaded, failed_files.map(({ file, code }) => `${file}: ${code}`)],
      [0, ['b.png: too-large']],
    );
    assert.equal(count('CreateMultipartUpload'), 0);
  });
});
