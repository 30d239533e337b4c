import assert from 'node:assert/strict';
import path from 'node:path';
import { adapters } from '../../../src/wiring/adapters.js';
import { listHistory } from '../../../src/operations/listHistory.js';
import { readCaptionVersions } from '../../../src/operations/readObject.js';
import type { CaptionVersions } from '../../../src/operations/protocol/requests.js';
import { SyncError } from '../../../src/core/errors.js';
import { fault } from '../../support/s3-server/faults.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { journalFile, linesOf, writeSealed } from '../../support/journals.js';
import { BUCKET, requestFor, STYLE, SyncedStyle } from '../../support/syncedStyle.js';

const SECOND_BUCKET = 'second-bucket';
const TRASH = `styles/.s3-training-data/trash/${STYLE}/`;

/** A run leaves the history whole, and nothing else leaves with it (docs/sync-contract.md §4). */
describe('pruning the history', () => {
  let server: S3Server;
  let style: SyncedStyle;
  beforeEach(async () => {
    server = await startS3Server({ buckets: [BUCKET, SECOND_BUCKET] });
    style = new SyncedStyle(server);
  });
  afterEach(async () => {
    style.remove();
    await server.close();
  });

  const newestOnly = { recovery: { keepDays: 30, keepMegabytes: 0 } };
  const pruning = { ...newestOnly, syncDeletes: true };
  const trash = (bucket = BUCKET): string[] =>
    server.bucket(bucket).keys.filter((key) => key.startsWith(TRASH));
  const runs = async (): Promise<string[]> =>
    (await listHistory({ folder: style.folder }, adapters)).map(({ run_id }) => run_id);
  const undo = async (runId?: string): Promise<void> => {
    await style.undo(runId === undefined ? {} : { runId });
  };
  const edit = (content: string): void => {
    style.writeLocal({ 'a.jpg': content, 'b.jpg': content });
  };
  /** Two syncs, of which the second replaces two objects. Returns its id. */
  const replace = async (overrides: { bucket?: string } = {}): Promise<string> => {
    edit('1');
    await style.toS3(overrides);
    edit('2');
    return (await style.toS3(overrides)).run_id ?? '';
  };

  describe('with its captions', () => {
    const versions = (prefix = 'styles/'): Promise<CaptionVersions> =>
      readCaptionVersions(
        { ...requestFor(server, style.folder), prefix, file: 'a.txt' },
        adapters,
        new AbortController().signal,
      );

    it('keeps the base of a merge for every location that the style is synced with', async () => {
      style.writeLocal({ 'a.jpg': 'A', 'a.txt': 'cat, sofa' });
      await style.toS3();
      for (const text of ['cat', 'cat, sofa, mine']) {
        style.writeLocal({ 'a.txt': text });
        await style.toS3({ prefix: 'mirror/', ...pruning });
      }
      assert.equal((await runs()).length, 1);
      style.writeRemote({ 'a.txt': 'cat, theirs, sofa' });
      const { base, merged } = await versions();
      assert.deepEqual([base, merged], ['cat, sofa', 'cat, theirs, sofa, mine']);
      assert.equal((await versions('mirror/')).base, 'cat, sofa, mine');
    });

    it('keeps the base that the undo of a run brings back', async () => {
      style.writeLocal({ 'a.jpg': 'A', 'a.txt': 'cat, sofa' });
      await style.toS3();
      style.writeLocal({ 'a.txt': 'cat, sofa, mine' });
      await style.toS3(pruning);
      assert.equal((await runs()).length, 1);
      await undo();
      assert.equal((await versions()).base, 'cat, sofa');
    });
  });

  describe('with its copies in S3', () => {
    it('sends no request where no run leaves the history', async () => {
      await replace();
      edit('3');
      server.requests.clear();
      const { run_id } = await style.toS3({ syncDeletes: true });
      assert.ok(run_id);
      assert.deepEqual(server.requests.counts(), {
        ListObjectsV2: 1,
        CopyObject: 2,
        PutObject: 2,
      });
    });

    it('removes next time what it could not delete, and nothing else', async () => {
      const old = await replace();
      const copies = trash();
      assert.deepEqual(copies, [`${TRASH}${old}/a.jpg`, `${TRASH}${old}/b.jpg`]);
      const others = [
        `${TRASH}${old}0/a.jpg`,
        `${TRASH}20000101T000000000Z-000000/a.jpg`,
        `styles/.s3-training-data/trash/${STYLE}0/${old}/a.jpg`,
        `${old}/a.jpg`,
      ];
      for (const key of others) server.bucket(BUCKET).put(key, 'of somebody else');
      server.faults.add({
        operation: 'DeleteObject',
        key: /b\.jpg$/,
        then: fault.error(403, 'AccessDenied'),
      });

      edit('3');
      const failed = await style.toS3(pruning);
      assert.equal(failed.failed, 0);
      assert.deepEqual(
        copies.filter((key) => trash().includes(key)),
        [`${TRASH}${old}/b.jpg`],
      );
      assert.match(style.log.join('\n'), /history could not be pruned/);
      assert.deepEqual(await runs(), [failed.run_id]);
      await assert.rejects(
        undo(old),
        (error) => error instanceof SyncError && error.code === 'nothing-to-undo',
      );

      server.faults.clear();
      edit('4');
      const last = await style.toS3(pruning);
      assert.deepEqual(await runs(), [last.run_id]);
      const left = server.bucket(BUCKET).keys.filter((key) => !key.startsWith(`styles/${STYLE}/`));
      const ofLast = ['a.jpg', 'b.jpg'].map((file) => `${TRASH}${last.run_id ?? ''}/${file}`);
      assert.deepEqual(left.sort(), [...others, ...ofLast].sort());
    });

    it('waits with the remains for a run with deletes on', async () => {
      await replace();
      server.faults.add({ operation: 'DeleteObject', then: fault.error(403, 'AccessDenied') });
      edit('3');
      await style.toS3(pruning);
      server.faults.clear();
      const deletes = (): number => server.requests.count('DeleteObject', 'DeleteObjects');
      const before = deletes();
      edit('4');
      await style.toS3(newestOnly);
      assert.deepEqual([trash().length, deletes()], [6, before]);
      edit('5');
      await style.toS3(pruning);
      assert.equal(trash().length, 2);
    });

    it('succeeds where a copy is already gone', async () => {
      const old = await replace();
      server.bucket(BUCKET).delete(`${TRASH}${old}/a.jpg`);
      edit('3');
      const last = await style.toS3(pruning);
      assert.deepEqual(await runs(), [last.run_id]);
      assert.deepEqual(trash(), [`${TRASH}${last.run_id ?? ''}/a.jpg`, `${TRASH}${last.run_id ?? ''}/b.jpg`]);
    });

    it('removes copies whose acts were never recorded', async () => {
      const old = await replace();
      server.bucket(BUCKET).put(`${TRASH}${old}/killed in between.jpg`, 'x');
      edit('3');
      await style.toS3(pruning);
      assert.deepEqual(
        trash().filter((key) => key.includes(old)),
        [],
      );
    });

    it('removes bundles of captions', async () => {
      for (const text of ['1', '2', '3']) {
        style.writeLocal({ 'a.jpg': 'A', 'a.txt': text, 'b.jpg': 'B', 'b.txt': `${text}, too` });
        await style.toS3(newestOnly);
      }
      assert.deepEqual(
        trash().map((key) => path.basename(key)),
        ['.captions-1.jsonl', '.captions-1.jsonl'],
      );
      assert.equal(server.requests.count('CopyObject', 'DeleteObject', 'DeleteObjects'), 0);
      edit('4');
      const last = await style.toS3(pruning);
      assert.deepEqual(await runs(), [last.run_id]);
      assert.deepEqual(trash(), [`${TRASH}${last.run_id ?? ''}/a.jpg`, `${TRASH}${last.run_id ?? ''}/b.jpg`]);
    });

    it('leaves a run alone whose parts may be in another bucket, until that bucket is synced', async () => {
      edit('1');
      const { run_id: old = '' } = await style.toS3({ bucket: SECOND_BUCKET });
      const parts = { seq: 1, key: `styles/${STYLE}/a.jpg`, uploadId: 'of a run that was killed' };
      const journal = journalFile(style.folder, old);
      writeSealed(journal, [...linesOf(journal), { parts }]);
      for (const content of ['2', '3']) {
        edit(content);
        await style.toS3(pruning);
      }
      assert.ok((await runs()).includes(old));
      edit('4');
      await style.toS3({ ...pruning, bucket: SECOND_BUCKET });
      assert.ok(!(await runs()).includes(old));
    });

    it('leaves a run alone whose copies are in another bucket, until that bucket is synced', async () => {
      const old = await replace({ bucket: SECOND_BUCKET });
      const copies = trash(SECOND_BUCKET);
      assert.equal(copies.length, 2);
      for (const key of copies) server.bucket(BUCKET).put(key, 'of somebody else');
      edit('3');
      await style.toS3(pruning);
      assert.deepEqual([trash(), trash(SECOND_BUCKET)], [copies, copies]);
      assert.ok((await runs()).includes(old));

      edit('4');
      await style.toS3({ ...pruning, bucket: SECOND_BUCKET });
      assert.ok(!(await runs()).includes(old));
      assert.deepEqual(
        trash(SECOND_BUCKET).filter((key) => key.includes(old)),
        [],
      );
    });
  });
});
