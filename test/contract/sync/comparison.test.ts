import assert from 'node:assert/strict';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

/** Every row of the table in the sync contract (docs/sync-contract.md §1), in both directions. */
describe('comparison', () => {
  let server: S3Server;
  let style: SyncedStyle;
  before(async () => (server = await startS3Server({ buckets: [BUCKET] })));
  after(() => server.close());
  beforeEach(() => (style = new SyncedStyle(server)));
  afterEach(() => {
    style.remove();
    for (const key of server.bucket(BUCKET).keys) server.bucket(BUCKET).delete(key);
  });

  /** Both directions, by which side is the source. */
  const directions = [
    {
      name: 'to S3',
      source: {
        write: (files: Record<string, string>) => style.writeLocal(files),
        delete: (...paths: string[]) => style.deleteLocal(...paths),
        read: () => style.local,
      },
      target: {
        write: (files: Record<string, string>) => style.writeRemote(files),
        delete: (...paths: string[]) => style.deleteRemote(...paths),
        read: () => style.remote,
      },
      sync: async (options = {}) => {
        const result = await style.toS3(options);
        return { ...result, transferred: [...result.uploaded_files].sort() };
      },
    },
    {
      name: 'from S3',
      source: {
        write: (files: Record<string, string>) => style.writeRemote(files),
        delete: (...paths: string[]) => style.deleteRemote(...paths),
        read: () => style.remote,
      },
      target: {
        write: (files: Record<string, string>) => style.writeLocal(files),
        delete: (...paths: string[]) => style.deleteLocal(...paths),
        read: () => style.local,
      },
      sync: async (options = {}) => {
        const result = await style.fromS3(options);
        return { ...result, transferred: [...result.downloaded_files].sort() };
      },
    },
  ];

  for (const { name, source, target, sync } of directions) {
    describe(name, () => {
      /** Makes one pair the same on both sides and in the manifest. */
      const inStep = async (): Promise<void> => {
        source.write({ 'a.jpg': 'image a', 'a.txt': 'cat', 'b.jpg': 'image b', 'b.txt': 'dog' });
        await sync();
      };

      it('transfers what the target does not have', async () => {
        source.write({ 'a.jpg': 'image', 'a.txt': 'caption' });
        const result = await sync();
        assert.deepEqual(result.transferred, ['a.jpg', 'a.txt']);
        assert.deepEqual(target.read(), source.read());
      });

      it('transfers again what was deleted in the target only', async () => {
        await inStep();
        target.delete('a.jpg');
        assert.deepEqual((await sync()).transferred, ['a.jpg']);
        assert.deepEqual(target.read(), source.read());
      });

      it('skips what is the same', async () => {
        await inStep();
        const result = await sync();
        assert.deepEqual([result.transferred, result.skipped], [[], 4]);
      });

      it('transfers what changed in the source only', async () => {
        await inStep();
        source.write({ 'a.txt': 'a longer caption' });
        assert.deepEqual((await sync()).transferred, ['a.txt']);
        assert.equal(target.read()['a.txt'], 'a longer caption');
      });

      it('keeps, counts and names what changed in the target only', async () => {
        await inStep();
        target.write({ 'a.txt': 'edited there' });
        const result = await sync();
        assert.deepEqual([result.transferred, result.kept_files, result.conflicts], [[], ['a.txt'], 0]);
        assert.equal(target.read()['a.txt'], 'edited there');
        assert.equal(source.read()['a.txt'], 'cat');
      });

      it('reports what changed on both sides as a conflict and transfers nothing of it', async () => {
        await inStep();
        source.write({ 'a.txt': 'edited here' });
        target.write({ 'a.txt': 'edited there' });
        const result = await sync();
        assert.deepEqual([result.transferred, result.conflict_files, result.kept], [[], ['a.txt'], 0]);
        assert.equal(target.read()['a.txt'], 'edited there');
        assert.equal(source.read()['a.txt'], 'edited here');
      });

      it('sees no conflict where both sides changed to the same bytes', async () => {
        await inStep();
        source.write({ 'a.txt': 'the same edit' });
        target.write({ 'a.txt': 'the same edit' });
        const result = await sync();
        assert.deepEqual([result.transferred, result.conflicts, result.skipped], [[], 0, 4]);
      });

      it('with no history, transfers what differs: the user chose the direction', async () => {
        source.write({ 'a.jpg': 'image one', 'a.txt': 'cat' });
        target.write({ 'a.jpg': 'image two', 'a.txt': 'cats' });
        assert.deepEqual((await sync()).transferred, ['a.jpg', 'a.txt']);
        assert.deepEqual(target.read(), source.read());
      });

      it('with no history, adopts what is the same and transfers nothing', async () => {
        source.write({ 'a.jpg': 'image', 'a.txt': 'cat' });
        target.write({ 'a.jpg': 'image', 'a.txt': 'cat' });
        const result = await sync();
        assert.deepEqual([result.transferred, result.skipped], [[], 2]);
        // Adopted means remembered: a later edit counts as a change of that side alone.
        target.write({ 'a.txt': 'edited there' });
        assert.deepEqual((await sync()).kept_files, ['a.txt']);
      });

      it('leaves alone what the source does not have, with deletes off', async () => {
        await inStep();
        source.delete('a.jpg', 'a.txt');
        target.write({ 'new.jpg': 'only there' });
        const result = await sync();
        assert.equal(result.deleted, 0);
        assert.deepEqual(Object.keys(target.read()), ['a.jpg', 'a.txt', 'b.jpg', 'b.txt', 'new.jpg']);
      });

      it('with deletes on, deletes what is gone from the source and unchanged in the target', async () => {
        await inStep();
        source.delete('a.jpg', 'a.txt');
        const result = await sync({ syncDeletes: true });
        assert.deepEqual([...result.deleted_files].sort(), ['a.jpg', 'a.txt']);
        assert.deepEqual(target.read(), source.read());
      });

      it('with deletes on, deletes what the manifest never knew', async () => {
        await inStep();
        target.write({ 'new.jpg': 'only there' });
        assert.deepEqual((await sync({ syncDeletes: true })).deleted_files, ['new.jpg']);
      });

      it('with deletes on, keeps what was deleted here and edited there, with its pair', async () => {
        await inStep();
        source.delete('a.jpg', 'a.txt');
        target.write({ 'a.txt': 'edited there' });
        const result = await sync({ syncDeletes: true });
        assert.deepEqual([result.deleted, result.conflict_files], [0, ['a.txt']]);
        assert.equal(target.read()['a.txt'], 'edited there');
        assert.equal(target.read()['a.jpg'], 'image a', 'no caption is left without its image');
      });

      it('goes on reporting an edited caption whose image is gone on both sides', async () => {
        await inStep();
        source.delete('a.jpg', 'a.txt');
        target.delete('a.jpg');
        target.write({ 'a.txt': 'edited there' });
        for (const run of ['first', 'second']) {
          assert.deepEqual((await sync({ syncDeletes: true })).conflict_files, ['a.txt'], run);
          assert.equal(target.read()['a.txt'], 'edited there');
        }
      });

      it('lets the source win everywhere with onConflict overwrite', async () => {
        await inStep();
        source.write({ 'a.txt': 'edited here' });
        target.write({ 'a.txt': 'edited there', 'b.txt': 'only there' });
        const result = await sync({ onConflict: 'overwrite' });
        assert.deepEqual(result.transferred, ['a.txt', 'b.txt']);
        assert.deepEqual(target.read(), source.read());
      });

      it('does nothing in a second run', async () => {
        await inStep();
        source.write({ 'c.jpg': 'image c', 'a.txt': 'new words' });
        source.delete('b.txt');
        await sync({ syncDeletes: true });
        server.requests.clear();
        const result = await sync({ syncDeletes: true });
        assert.deepEqual([result.transferred, result.deleted], [[], 0]);
        assert.deepEqual(server.requests.counts(), { ListObjectsV2: 1 });
      });
    });
  }
});
