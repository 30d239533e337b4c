import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import path from 'node:path';
import { storeFolderOf } from '../../../src/local/store/storePlace.js';
import { fault } from '../../support/s3-server/faults.js';
import type { Personality } from '../../support/s3-server/personality.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, STYLE, SyncedStyle } from '../../support/syncedStyle.js';

const FIRST = { 'a.jpg': 'first a', 'b.jpg': 'first b', 'keep.jpg': 'K' };
const PREFIX = `styles/${STYLE}/`;
const TRASH = `styles/.s3-training-data/trash/${STYLE}/`;

/** A copy counts as a backup once it is verified (docs/sync-contract.md §7). */
describe('a copy in the trash', () => {
  let server: S3Server;
  let style: SyncedStyle;
  const start = async (personality: Partial<Personality> = {}): Promise<void> => {
    server = await startS3Server({ buckets: [BUCKET], personality });
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
  const bucket = () => server.bucket(BUCKET);
  const trash = (): string[] => bucket().keys.filter((key) => key.startsWith(TRASH));
  const change = (): void => {
    style.writeLocal({ 'a.jpg': 'second a' });
    style.deleteLocal('b.jpg');
  };

  it('with the ETag of its source costs one request', async () => {
    await start();
    style.writeLocal({ 'b.jpg': 'second b' });
    await style.toS3();
    server.requests.clear();
    style.writeLocal({ 'a.jpg': 'second a' });
    await style.toS3();
    assert.deepEqual(server.requests.counts(), { ListObjectsV2: 1, CopyObject: 1, PutObject: 1 });
  });

  for (const copies of ['cut-short', 'spoilt'] as const) {
    for (const etags of ['md5', 'kms'] as const) {
      it(`that is ${copies} (ETags: ${etags}) is no backup: nothing is replaced and nothing deleted`, async () => {
        await start({ copies, etags });
        change();
        style.writeLocal({ 'a.jpg': 'second a' });
        const { uploaded, failed_files, deletions_skipped } = await style.toS3(on);
        assert.deepEqual(
          [uploaded, failed_files.map(({ file }) => file), deletions_skipped],
          [0, ['a.jpg'], 1],
        );
        style.writeLocal({ 'a.jpg': FIRST['a.jpg'] });
        const { deleted, failed } = await style.toS3(on);
        assert.deepEqual([deleted, failed], [0, 1]);
        assert.deepEqual(style.remote, FIRST);
      });
    }
  }

  it('of encrypted objects is read back, and restored where it has not changed', async () => {
    await start({ etags: 'kms' });
    change();
    assert.equal((await style.toS3(on)).failed, 0);
    assert.equal((await style.undo()).failed, 0);
    assert.deepEqual(style.remote, FIRST);
  });

  it('of an unknown multipart object is compared with that object', async () => {
    await start();
    bucket().put(`${PREFIX}a.jpg`, 'from elsewhere', { etag: '"0123456789abcdef0123456789abcdef-2"' });
    await style.toS3({ onConflict: 'overwrite' });
    const [key = ''] = trash();
    assert.equal(bucket().get(key)?.bytes.toString(), 'from elsewhere');
    bucket().put(key, 'from elsewherf');
    assert.equal((await style.undo()).failed_files[0]?.code, 'not-recoverable');
    bucket().put(key, 'from elsewhere');
    await style.undo();
    assert.equal(style.remote['a.jpg'], 'from elsewhere');
  });

  it('whose metadata has the hash of other bytes is compared with the object', async () => {
    await start({ etags: 'kms' });
    bucket().put(`${PREFIX}a.jpg`, 'from elsewhere', { metadata: { sha256: '0'.repeat(64) } });
    assert.equal((await style.toS3({ onConflict: 'overwrite' })).failed, 0);
    await style.undo();
    assert.equal(style.remote['a.jpg'], 'from elsewhere');
  });

  const SPOILT: Readonly<Record<string, (key: string) => void>> = {
    'holds other bytes of the same size': (key) =>
      bucket().put(key, '?'.repeat(bucket().get(key)?.bytes.length ?? 0)),
    'holds other bytes of another size': (key) => bucket().put(key, 'something else'),
    'holds other bytes and tells the hash of the right ones': (key) => {
      const { bytes, metadata } = bucket().get(key) ?? { bytes: Buffer.alloc(0), metadata: {} };
      bucket().put(key, '?'.repeat(bytes.length), { metadata });
    },
    'is gone': (key) => bucket().delete(key),
  };
  for (const [what, spoil] of Object.entries(SPOILT)) {
    for (const etags of ['md5', 'kms'] as const) {
      it(`that ${what} (ETags: ${etags}) is not restored, and the undo says so`, async () => {
        await start({ etags });
        change();
        await style.toS3(on);
        const after = style.remote;
        trash().forEach(spoil);
        const { restored, failed_files } = await style.undo();
        assert.deepEqual(
          [restored, failed_files.map(({ code }) => code)],
          [0, ['not-recoverable', 'not-recoverable']],
        );
        assert.deepEqual(style.remote, after);
      });
    }
  }

  it('does not count as restored where the restored object cannot be verified', async () => {
    await start();
    change();
    await style.toS3(on);
    const before = trash();
    server.faults.add({
      operation: 'CopyObject',
      key: `${PREFIX}a.jpg`,
      then: { kind: 'rewrite', edit: (xml) => xml.replace(/<ETag>.*?<\/ETag>/, '<ETag>"other"</ETag>') },
    });
    const { restored_files, failed_files } = await style.undo();
    assert.deepEqual([restored_files, failed_files.map(({ file }) => file)], [['b.jpg'], ['a.jpg']]);
    assert.ok(before.every((key) => trash().includes(key)));
  });

  it('of bundled captions is read back where its ETag does not prove it', async () => {
    await start({ etags: 'kms' });
    const captions = { 'a.txt': 'one', 'b.txt': 'two' };
    style.writeLocal(captions);
    await style.toS3();
    server.faults.add({ operation: 'GetObject', key: /captions-1/, then: fault.wrongBytes });
    style.writeLocal({ 'a.txt': 'three', 'b.txt': 'four' });
    await style.toS3({ force: true });
    server.faults.clear();
    assert.ok(style.log.some((line) => line.startsWith('Captions are copied one by one')));
    await style.undo();
    assert.deepEqual([style.remote['a.txt'], style.remote['b.txt']], ['one', 'two']);
  });

  it('beside the style is not restored either where it is damaged', async () => {
    await start();
    style.writeRemote({ 'a.jpg': 'theirs' });
    await style.fromS3();
    const blobs = path.join(storeFolderOf(style.folder), 'blobs');
    for (const entry of fs.readdirSync(blobs, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) fs.writeFileSync(path.join(entry.parentPath, entry.name), 'FIRST A');
    }
    const { restored, failed_files } = await style.undo();
    assert.deepEqual([restored, failed_files.map(({ code }) => code)], [0, ['not-recoverable']]);
    assert.equal(style.local['a.jpg'], 'theirs');
  });
});
