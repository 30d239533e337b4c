import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import path from 'node:path';
import { adapters } from '../../../src/wiring/adapters.js';
import { storeFolderOf } from '../../../src/local/store/storePlace.js';
import { listHistory } from '../../../src/operations/listHistory.js';
import type { HistoryRun, UndoResult } from '../../../src/operations/protocol/results.js';
import { undoSync } from '../../../src/operations/undoSync.js';
import { SyncError } from '../../../src/core/errors.js';
import { fault, type FaultRule } from '../../support/s3-server/faults.js';
import type { Personality } from '../../support/s3-server/personality.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, requestFor, SyncedStyle } from '../../support/syncedStyle.js';

const FIRST = { 'a.jpg': 'first a', 'b.jpg': 'first b', 'c.jpg': 'first c', 'd.jpg': 'first d' };
const SECOND = { 'a.jpg': 'second a', 'b.jpg': 'second b' };

/** After a failed undo, the next undo takes back the same run (docs/sync-contract.md §7). */
describe('an undo that failed', () => {
  let server: S3Server;
  let style: SyncedStyle;
  const start = async (personality: Partial<Personality> = {}): Promise<void> => {
    server = await startS3Server({ buckets: [BUCKET], personality });
    style = new SyncedStyle(server);
    style.writeLocal(FIRST);
    await style.toS3();
  };
  afterEach(async () => {
    style.remove();
    await server.close();
  });

  const history = (): Promise<readonly HistoryRun[]> => listHistory({ folder: style.folder }, adapters);
  /** The undo's result, or the code of its error. */
  const attempt = async (): Promise<UndoResult | string> => {
    try {
      return await style.undo();
    } catch (error) {
      assert.ok(error instanceof SyncError);
      return error.code;
    }
  };
  const failing = async (...rules: readonly FaultRule[]): Promise<UndoResult | string> => {
    server.faults.add(...rules);
    const failed = await attempt();
    server.faults.clear();
    return failed;
  };

  const FAULTS: Readonly<Record<string, readonly FaultRule[]>> = {
    'every copy failed': [{ operation: 'CopyObject', then: fault.error(501, 'NotImplemented') }],
    'it was denied a copy': [{ operation: 'CopyObject', then: fault.error(403, 'AccessDenied') }],
    'only one copy failed': [
      { operation: 'CopyObject', key: /a\.jpg$/, then: fault.error(501, 'NotImplemented') },
    ],
    'it was denied all but the first copies': [
      { operation: 'CopyObject', after: 2, then: fault.error(403, 'AccessDenied') },
    ],
    'its keys had expired': [{ then: fault.expiredToken }],
  };
  for (const [name, rules] of Object.entries(FAULTS)) {
    it(`in S3, because ${name}, is continued by the next one, which restores the rest`, async () => {
      await start();
      style.writeLocal(SECOND);
      await style.toS3();
      const failed = await failing(...rules);
      assert.ok(typeof failed === 'string' || failed.failed > 0 || failed.stopped_by !== undefined);
      const [next] = (await history()).filter(({ next_undo }) => next_undo);
      assert.deepEqual([next?.replaced, next?.created], [2, 0]);
      const again = await style.undo();
      assert.deepEqual([again.undone_run_id, again.kept, again.removed], [next?.run_id, 0, 0]);
      assert.deepEqual(style.remote, FIRST);
      const one = await style.undo();
      assert.deepEqual([one.removed, style.remote], [4, {}]);
    });
  }

  it('where copies have other ETags than their sources: what it restored counts as restored', async () => {
    await start({ etags: 'kms' });
    style.writeLocal(SECOND);
    await style.toS3();
    const failed = await failing({
      operation: 'CopyObject',
      key: /^styles\/16\/a\.jpg$/,
      then: fault.error(501, 'NotImplemented'),
    });
    assert.ok(typeof failed !== 'string');
    assert.deepEqual([failed.restored_files, failed.failed], [['b.jpg'], 1]);
    const again = await style.undo();
    assert.deepEqual([again.restored_files, again.kept_files], [['a.jpg'], []]);
    assert.deepEqual(style.remote, FIRST);
    const next = await style.toS3();
    assert.deepEqual(
      [[...next.uploaded_files].sort(), next.kept, next.conflicts],
      [['a.jpg', 'b.jpg'], 0, 0],
    );
  });

  const store = (): string => storeFolderOf(style.folder);

  it('in the folder, because a blob was missing, is continued once the blob is there again', async () => {
    await start();
    style.writeRemote(SECOND);
    await style.fromS3();
    const blobs = path.join(store(), 'blobs');
    fs.renameSync(blobs, `${blobs}.away`);
    const failed = await style.undo();
    assert.deepEqual([failed.restored, failed.failed], [0, 2]);
    fs.rmSync(blobs, { recursive: true, force: true });
    fs.renameSync(`${blobs}.away`, blobs);
    const again = await style.undo();
    assert.equal(again.undone_run_id, failed.undone_run_id);
    assert.deepEqual([again.restored, style.local], [2, FIRST]);
  });

  it('by a cancel is continued by the next one', async () => {
    await start();
    style.writeLocal(SECOND);
    await style.toS3();
    const cancel = new AbortController();
    server.faults.add({
      operation: 'CopyObject',
      after: 1,
      times: 1,
      then: fault.call(() => cancel.abort()),
    });
    const { folder, connection, holder } = requestFor(server, style.folder);
    const cancelled = await undoSync({ folder, connection, holder, concurrency: 1 }, adapters, {
      signal: cancel.signal,
      onProgress: () => undefined,
      log: () => undefined,
    });
    server.faults.clear();
    assert.equal(cancelled.cancelled, true);
    const again = await style.undo();
    assert.deepEqual([again.undone_run_id, again.kept], [cancelled.undone_run_id, 0]);
    assert.deepEqual(style.remote, FIRST);
  });

  it('at its end, because the manifest could not be written, reports what it did and is continued', async () => {
    await start();
    style.writeLocal(SECOND);
    await style.toS3();
    const { folder, connection, holder, concurrency } = requestFor(server, style.folder);
    const manifestOf: typeof adapters.manifestOf = (...given) => ({
      ...adapters.manifestOf(...given),
      load: () => adapters.manifestOf(...given).load(),
      save: () => Promise.reject(new SyncError('disk-full', { file: 'manifest' })),
    });
    const handlers = {
      signal: new AbortController().signal,
      onProgress: () => undefined,
      log: () => undefined,
    };
    const undoing = { folder, connection, holder, concurrency };
    const failed = await undoSync(undoing, { ...adapters, manifestOf }, handlers);
    assert.deepEqual([failed.restored, failed.stopped_by?.code], [2, 'disk-full']);
    const again = await style.undo();
    assert.deepEqual([again.undone_run_id, again.restored, again.kept], [failed.undone_run_id, 0, 0]);
    const next = await style.toS3();
    assert.deepEqual([next.uploaded, next.kept, next.conflicts], [2, 0, 0]);
  });

  it('for a run chosen by its id comes before earlier syncs, and after later ones', async () => {
    await start();
    style.writeLocal(SECOND);
    const middle = await style.toS3();
    style.writeLocal({ 'c.jpg': 'third c' });
    const last = await style.toS3();
    server.faults.add({ operation: 'CopyObject', then: fault.error(501, 'NotImplemented') });
    await style.undo({ runId: middle.run_id ?? '' });
    server.faults.clear();
    assert.equal((await style.undo()).undone_run_id, middle.run_id);
    assert.equal((await style.undo()).undone_run_id, last.run_id);
    assert.deepEqual(style.remote, FIRST);
  });

  it('leaves no run in the history where it changed nothing', async () => {
    await start();
    style.writeLocal(SECOND);
    await style.toS3();
    await failing({ operation: 'HeadObject', then: fault.expiredToken });
    assert.deepEqual(
      (await history()).map(({ kind }) => kind),
      ['sync', 'sync'],
    );
  });

  it('does not make a sync count as undone whose undo was undone', async () => {
    await start();
    style.writeLocal(SECOND);
    const second = await style.toS3();
    const { run_id: undoId = '' } = await style.undo();
    await style.undo({ runId: undoId });
    assert.deepEqual(style.remote, { ...FIRST, ...SECOND });
    assert.equal((await style.undo()).undone_run_id, second.run_id);
    assert.deepEqual(style.remote, FIRST);
  });
});
