import assert from 'node:assert/strict';
import { fault } from '../../support/s3-server/faults.js';
import type { Personality } from '../../support/s3-server/personality.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, STYLE, SyncedStyle } from '../../support/syncedStyle.js';

const FIRST = { 'a.jpg': 'first a', 'a.txt': 'one', 'b.jpg': 'first b', 'b.txt': 'two', 'keep.jpg': 'K' };
const TRASH = `styles/.s3-training-data/trash/${STYLE}/`;
const PROBE = `styles/.s3-training-data/versions/${STYLE}`;

/** A version id does not prove that the former bytes can be read again (docs/sync-contract.md §7). */
describe('former versions', () => {
  let server: S3Server;
  let style: SyncedStyle;
  const start = async (personality: Partial<Personality> = {}): Promise<void> => {
    server = await startS3Server({ buckets: [BUCKET], personality });
    server.bucket(BUCKET).versioning = 'Enabled';
    style = new SyncedStyle(server);
    style.writeLocal(FIRST);
    await style.toS3();
    server.requests.clear();
  };
  afterEach(async () => {
    style.remove();
    await server.close();
  });

  const on = { syncDeletes: true, force: true };
  const copies = (): string[] => server.bucket(BUCKET).keys.filter((key) => key.startsWith(TRASH));
  /** Replaces an image and a caption, and deletes a pair. */
  const change = (): void => {
    style.writeLocal({ 'a.jpg': 'second a', 'a.txt': 'another' });
    style.deleteLocal('b.jpg', 'b.txt');
  };
  const undoBringsAllBack = async (): Promise<void> => {
    const { failed, kept } = await style.undo();
    assert.deepEqual([failed, kept], [0, 0]);
    assert.deepEqual(style.remote, FIRST);
  };

  it('are relied on once they were seen to stay, at no copies and a few requests for the whole run', async () => {
    await start();
    const images = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`m${String(i)}.jpg`, 'first']));
    style.writeLocal(images);
    await style.toS3();
    server.requests.clear();
    style.writeLocal(Object.fromEntries(Object.keys(images).map((name) => [name, 'second'])));
    await style.toS3({ force: true });
    assert.deepEqual([copies(), server.requests.count('CopyObject')], [[], 0]);
    const about = (key: string | RegExp): number =>
      [...server.requests.of('HeadObject'), ...server.requests.of('PutObject')].filter((request) =>
        typeof key === 'string' ? key === request.key : key.test(request.key),
      ).length;
    assert.ok(about(PROBE) > 0 && about(PROBE) < 10, String(about(PROBE)));
    assert.ok(about(/\/m\d+\.jpg$/) < 2 * 40 + 4, String(about(/\/m\d+\.jpg$/)));
    change();
    await style.toS3(on);
    assert.equal(server.requests.count('CopyObject'), 0);
    await style.undo();
    assert.equal(style.remote['a.jpg'], 'first a');
    assert.equal(style.remote['b.txt'], 'two');
  });

  for (const formerVersions of ['gone', 'taken-for-the-newest', 'kept-until-deleted'] as const) {
    it(`that are numbered and ${formerVersions} are not relied on: objects are copied, and restored`, async () => {
      await start({ formerVersions });
      change();
      const { uploaded, deleted } = await style.toS3(on);
      assert.deepEqual([uploaded, deleted], [2, 2]);
      assert.ok(copies().length > 0);
      assert.ok(style.log.some((line) => line.includes('no former version could be read back')));
      await undoBringsAllBack();
    });
  }

  it('that may not be read back are not relied on', async () => {
    await start();
    server.policies.deny({ action: 's3:GetObjectVersion' });
    change();
    await style.toS3(on);
    await undoBringsAllBack();
  });

  it('are no longer relied on where versioning is suspended during the run, whatever the object says', async () => {
    await start();
    server.faults.add({
      operation: 'PutObject',
      key: /a\.txt$/,
      times: 1,
      then: fault.call(() => {
        server.bucket(BUCKET).versioning = 'Suspended';
      }),
    });
    change();
    await style.toS3({ ...on, concurrency: 1 });
    assert.ok(
      copies().some((key) => key.endsWith('/b.jpg')),
      copies().join(),
    );
    await undoBringsAllBack();
    style.writeLocal({ 'a.jpg': 'third a' });
    await style.toS3();
    style.writeLocal({ 'a.jpg': 'fourth a' });
    await style.toS3();
    await style.undo();
    assert.equal(style.remote['a.jpg'], 'third a');
  });

  it('that are gone at the undo are reported, and nothing takes their place', async () => {
    await start();
    change();
    await style.toS3(on);
    const bucket = server.bucket(BUCKET);
    for (const name of ['a.jpg', 'b.jpg']) {
      const key = `styles/${STYLE}/${name}`;
      const former = bucket
        .versionsOf(key)
        .find(({ isDeleteMarker, etag }) => !isDeleteMarker && etag !== bucket.get(key)?.etag);
      bucket.deleteVersion(key, former?.versionId ?? '');
    }
    const { restored_files, failed_files } = await style.undo();
    assert.deepEqual([...restored_files].sort(), ['a.txt', 'b.txt']);
    assert.deepEqual(failed_files.map(({ file, code }) => `${file}: ${code}`).sort(), [
      'a.jpg: not-recoverable',
      'b.jpg: not-recoverable',
    ]);
    assert.equal(style.remote['a.jpg'], 'second a');
  });
});
