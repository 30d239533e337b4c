import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { adapters } from '../../../src/wiring/adapters.js';
import { listHistory } from '../../../src/operations/listHistory.js';
import type { UndoRequest } from '../../../src/operations/protocol/requests.js';
import type { UndoResult } from '../../../src/operations/protocol/results.js';
import { undoSync } from '../../../src/operations/undoSync.js';
import { SyncError } from '../../../src/core/errors.js';
import { fault } from '../../support/s3-server/faults.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { journalFile, linesOf, writeSealed } from '../../support/journals.js';
import { BUCKET, requestFor, SyncedStyle } from '../../support/syncedStyle.js';

/** Whatever a sync took away can be restored, byte for byte (docs/sync-contract.md §4). */
for (const versioning of ['Off', 'Enabled'] as const) {
  describe(`undo, with versioning ${versioning}`, () => {
    let server: S3Server;
    let style: SyncedStyle;
    beforeEach(async () => {
      server = await startS3Server({ buckets: [BUCKET] });
      server.bucket(BUCKET).versioning = versioning;
      style = new SyncedStyle(server);
    });
    afterEach(async () => {
      style.remove();
      await server.close();
    });

    const undo = (options: Partial<UndoRequest> = {}): Promise<UndoResult> => style.undo(options);
    const both = () => ({ local: style.local, remote: style.remote });
    const on = { syncDeletes: true };
    const sides = { local: { 'a.jpg': 'A', 'a.txt': 'cat', 'b c+ä.jpg': 'B', 'b c+ä.txt': 'dog' } };

    it('brings back what a sync to S3 overwrote and deleted, and removes what it added', async () => {
      style.writeLocal(sides.local);
      await style.toS3();
      style.writeLocal({ 'a.txt': 'mistaken', 'new.jpg': 'N', 'new.txt': 'new' });
      style.deleteLocal('b c+ä.jpg', 'b c+ä.txt');
      const before = both();
      await style.toS3(on);
      assert.deepEqual(style.remote, style.local);

      const result = await undo();
      assert.deepEqual(both(), before);
      assert.deepEqual([result.restored, result.removed, result.kept, result.failed], [3, 2, 0, 0]);
      assert.deepEqual([...result.restored_files].sort(), ['a.txt', 'b c+ä.jpg', 'b c+ä.txt']);
    });

    it('brings back what a sync from S3 overwrote and deleted, and removes what it added', async () => {
      style.writeLocal(sides.local);
      await style.toS3();
      style.writeRemote({ 'a.txt': 'from elsewhere', 'new.jpg': 'N', 'new.txt': 'new' });
      style.deleteRemote('b c+ä.jpg', 'b c+ä.txt');
      const before = both();
      await style.fromS3(on);
      assert.deepEqual(style.remote, style.local);

      const result = await undo();
      assert.deepEqual(both(), before);
      assert.deepEqual([result.restored, result.removed, result.kept, result.failed], [3, 2, 0, 0]);
    });

    it('leaves the next sync with the same differences as the one that was undone', async () => {
      style.writeLocal(sides.local);
      await style.toS3();
      style.writeLocal({ 'a.txt': 'edited', 'new.jpg': 'N' });
      style.deleteLocal('b c+ä.jpg', 'b c+ä.txt');
      const first = await style.toS3(on);
      await undo();
      const again = await style.toS3(on);
      assert.deepEqual(again.uploaded_files, first.uploaded_files);
      assert.deepEqual(again.deleted_files, first.deleted_files);
      assert.deepEqual([again.conflicts, again.kept], [0, 0]);
      const nothing = await style.toS3(on);
      assert.deepEqual([nothing.uploaded, nothing.deleted], [0, 0]);
    });

    it('makes an image that was new beside a known caption new again', async () => {
      style.writeLocal({ 'a.png': 'A', 'a.txt': 'cat' });
      await style.toS3();
      style.writeLocal({ 'a.jpg': 'ours' });
      style.writeRemote({ 'a.jpg': 'theirs' });
      const first = await style.toS3();
      await undo();
      assert.equal(style.remote['a.jpg'], 'theirs');
      const again = await style.toS3();
      assert.deepEqual([again.uploaded_files, again.kept_files], [first.uploaded_files, []]);
      assert.deepEqual(again.uploaded_files, ['a.jpg']);
    });

    it('keeps what changed since, on either side, and says so', async () => {
      style.writeLocal(sides.local);
      await style.toS3();
      style.writeRemote({ 'a.txt': 'theirs', 'a.jpg': 'A2' });
      await style.fromS3();
      style.writeLocal({ 'a.txt': 'edited since' });
      const result = await undo();
      assert.deepEqual([result.kept_files, result.restored_files], [['a.txt'], ['a.jpg']]);
      assert.equal(style.local['a.txt'], 'edited since');
      assert.equal(style.local['a.jpg'], 'A');

      style.writeLocal({ 'a.jpg': 'third', 'a.txt': 'third' });
      await style.toS3({ onConflict: 'overwrite' });
      style.writeRemote({ 'a.jpg': 'somebody else' });
      const second = await undo();
      assert.deepEqual(second.kept_files, ['a.jpg']);
      assert.equal(style.remote['a.jpg'], 'somebody else');
      assert.equal(style.remote['a.txt'], 'theirs');
    });

    it('keeps a folder, a pipe or a link in place of a file of the run, and continues with the sync before', async () => {
      style.writeRemote({ 'a.jpg': 'A', 'b.jpg': 'B', 'c.jpg': 'C' });
      await style.fromS3();
      style.writeRemote({ 'a.jpg': 'other', 'b.jpg': 'other', 'c.jpg': 'other' });
      await style.fromS3();
      style.deleteLocal('a.jpg', 'b.jpg', 'c.jpg');
      fs.mkdirSync(join(style.folder, 'a.jpg'));
      execFileSync('mkfifo', [join(style.folder, 'b.jpg')]);
      fs.symlinkSync('nowhere', join(style.folder, 'c.jpg'));

      const result = await undo();
      assert.deepEqual([...result.kept_files].sort(), ['a.jpg', 'b.jpg', 'c.jpg']);
      assert.deepEqual([result.restored, result.removed, result.failed], [0, 0, 0]);
      assert.equal(fs.readlinkSync(join(style.folder, 'c.jpg')), 'nowhere');
      const before = await undo();
      assert.notEqual(before.undone_run_id, result.undone_run_id);
    });

    it('goes back one sync at a time, and then says that nothing is left', async () => {
      style.writeLocal({ 'a.jpg': '1' });
      await style.toS3();
      style.writeLocal({ 'a.jpg': '2' });
      await style.toS3();
      style.writeLocal({ 'a.jpg': '3' });
      await style.toS3();
      await undo();
      assert.equal(style.remote['a.jpg'], '2');
      await undo();
      assert.equal(style.remote['a.jpg'], '1');
      await undo();
      assert.deepEqual(style.remote, {});
      assert.deepEqual(style.local, { 'a.jpg': '3' });
      await assert.rejects(undo(), (error) => error instanceof SyncError && error.code === 'nothing-to-undo');
    });

    it('restores single files of a run, and the rest later', async () => {
      style.writeLocal({ 'a.jpg': 'A', 'b.jpg': 'B', 'keep.jpg': 'K' });
      await style.toS3();
      style.deleteRemote('a.jpg', 'b.jpg');
      await style.fromS3(on);
      assert.deepEqual(Object.keys(style.local), ['keep.jpg']);
      const [last] = await listHistory({ folder: style.folder }, adapters);
      assert.deepEqual(last?.restorable.map(({ file, side, what }) => [file, side, what]).sort(), [
        ['a.jpg', 'local', 'deleted'],
        ['b.jpg', 'local', 'deleted'],
      ]);
      await undo({ runId: last.run_id, files: ['a.jpg'] });
      assert.deepEqual(Object.keys(style.local), ['a.jpg', 'keep.jpg']);
      await undo({ runId: last.run_id });
      assert.deepEqual(Object.keys(style.local), ['a.jpg', 'b.jpg', 'keep.jpg']);
    });

    it('uses the server of the sync, or none', async () => {
      style.writeLocal({ 'a.jpg': 'A' });
      const { run_id = '' } = await style.toS3();
      const file = journalFile(style.folder, run_id);
      writeSealed(
        file,
        linesOf(file).map((line) =>
          'run' in line
            ? { ...line, run: { ...line.run, location: { ...line.run.location, endpoint: '' } } }
            : line,
        ),
      );
      process.env['AWS_ENDPOINT_URL'] = server.endpoint;
      try {
        await assert.rejects(
          undo(),
          (error) => error instanceof SyncError && error.code === 'other-endpoint',
        );
      } finally {
        delete process.env['AWS_ENDPOINT_URL'];
      }
      assert.deepEqual(style.remote, { 'a.jpg': 'A' });
    });

    it("does not stop at a sync that found a folder in a file's place and changed nothing", async () => {
      style.writeLocal({ 'a.jpg': 'A', 'b.jpg': 'B' });
      const { run_id: runId } = await style.toS3();
      style.deleteLocal('a.jpg');
      fs.mkdirSync(join(style.folder, 'a.jpg'));
      const { failed, downloaded } = await style.fromS3({ onConflict: 'overwrite' });
      assert.deepEqual([failed, downloaded], [1, 0]);
      const nothing = await undo();
      assert.deepEqual([nothing.kept, nothing.failed, nothing.unconfirmed], [0, 0, 0]);
      assert.equal((await undo()).undone_run_id, runId);
    });

    it('is itself recoverable', async () => {
      style.writeLocal({ 'a.jpg': 'A', 'keep.jpg': 'K' });
      await style.toS3();
      await undo();
      assert.deepEqual(style.remote, {});
      const [last] = await listHistory({ folder: style.folder }, adapters);
      assert.equal(last?.kind, 'undo');
      await undo({ runId: last.run_id });
      assert.deepEqual(style.remote, { 'a.jpg': 'A', 'keep.jpg': 'K' });
    });
  });
}

describe('the journal', () => {
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

  it('is not begun by a run that does nothing', async () => {
    style.writeLocal({ 'a.jpg': 'A' });
    const first = await style.toS3();
    const second = await style.toS3();
    assert.ok(first.run_id);
    assert.equal(second.run_id, undefined);
    assert.equal((await listHistory({ folder: style.folder }, adapters)).length, 1);
  });

  it('lets nothing in S3 be overwritten or deleted that could not be backed up first', async () => {
    style.writeLocal({ 'a.jpg': 'A', 'b.jpg': 'B', 'keep.jpg': 'K' });
    await style.toS3();
    style.writeLocal({ 'a.jpg': 'A2' });
    style.deleteLocal('b.jpg');
    server.faults.add({ operation: 'CopyObject', then: fault.error(501, 'NotImplemented') });
    const result = await style.toS3({ syncDeletes: true });
    assert.deepEqual([result.uploaded, result.deleted, result.deletions_skipped], [0, 0, 1]);
    assert.equal(result.failed, 1);
    assert.deepEqual(style.remote, { 'a.jpg': 'A', 'b.jpg': 'B', 'keep.jpg': 'K' });
  });

  it('loses old runs and their copies in S3, but only where deletes are on', async () => {
    const nothingKept = { recovery: { keepDays: 30, keepMegabytes: 0 } };
    const trash = (): number =>
      server.bucket(BUCKET).keys.filter((key) => key.includes('.s3-training-data/trash')).length;
    style.writeLocal({ 'a.jpg': '1' });
    await style.toS3(nothingKept);
    for (const content of ['2', '3', '4']) {
      style.writeLocal({ 'a.jpg': content });
      await style.toS3(nothingKept);
    }
    assert.equal(trash(), 3);
    assert.equal(server.requests.count('DeleteObject', 'DeleteObjects'), 0);
    style.writeLocal({ 'a.jpg': '5' });
    await style.toS3({ ...nothingKept, syncDeletes: true });
    assert.equal(trash(), 1);
    assert.equal((await listHistory({ folder: style.folder }, adapters)).length, 1);
  });

  it('is read under the lock: a run that was just pruned is not undone by halves', async () => {
    style.writeLocal({ 'a.jpg': '1' });
    await style.toS3();
    style.writeLocal({ 'a.jpg': '2' });
    const { run_id: runId = '' } = await style.toS3({ syncDeletes: true });
    const endOfAnotherRun = async (): Promise<void> => {
      style.writeLocal({ 'a.jpg': '3' });
      await style.toS3({ syncDeletes: true, recovery: { keepDays: 30, keepMegabytes: 0 } });
    };
    const lockOf: typeof adapters.lockOf = (root) => ({
      acquire: async (holder) => {
        await endOfAnotherRun();
        return adapters.lockOf(root).acquire(holder);
      },
    });
    const { folder, connection, concurrency, holder } = requestFor(server, style.folder);
    const undoing = undoSync(
      { folder, connection, concurrency, holder, runId },
      { ...adapters, lockOf },
      { signal: new AbortController().signal, onProgress: () => undefined, log: () => undefined },
    );
    await assert.rejects(undoing, (error) => error instanceof SyncError && error.code === 'nothing-to-undo');
    assert.deepEqual(style.remote, { 'a.jpg': '3' });
  });

  it("never puts anything into the style's folder", async () => {
    style.writeLocal({ 'a.jpg': 'A', 'a.txt': 'a', 'keep.jpg': 'K' });
    await style.toS3();
    style.writeRemote({ 'a.txt': 'b' });
    style.deleteRemote('a.jpg');
    await style.fromS3({ syncDeletes: true });
    const names = fs.readdirSync(style.folder, { recursive: true });
    assert.deepEqual(names.toSorted(), ['a.txt', 'keep.jpg']);
  });
});
