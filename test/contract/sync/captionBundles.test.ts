import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { adapters } from '../../../src/wiring/adapters.js';
import { storeFolderOf } from '../../../src/local/store/storePlace.js';
import { listHistory } from '../../../src/operations/listHistory.js';
import type { UndoRequest } from '../../../src/operations/protocol/requests.js';
import type { UndoResult } from '../../../src/operations/protocol/results.js';
import { fault } from '../../support/s3-server/faults.js';
import { PERSONALITIES, type PersonalityName } from '../../support/s3-server/personality.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, STYLE, SyncedStyle } from '../../support/syncedStyle.js';

const TRASH = `styles/.s3-training-data/trash/${STYLE}/`;
const BUNDLE = /\/\.captions-\d+\.jsonl$/;
/** Text that JSON, line splitting or UTF-8 could corrupt. */
const AWKWARD = '\uFEFF1girl, “ä”\r\n\u2028"quoted" \\n \u0000 🐈‍⬛\n';
/** The objects in S3, all known to the manifest. */
const FORMER = { 'a.jpg': 'A', 'a.txt': 'cat', 'b.jpg': 'B', 'b.txt': AWKWARD, 'c.jpg': 'C', 'c.txt': '' };
const NEWER = { 'a.txt': 'cat, sofa', 'b.txt': '1boy', 'c.txt': 'a car' };

const KEEPING_NO_VERSIONS = (Object.keys(PERSONALITIES) as PersonalityName[]).filter(
  (name) => PERSONALITIES[name].versioning === 'offered',
);

/** Former texts of captions go to the trash in S3, many with one request (docs/sync-contract.md §4). */
describe('captions that are backed up in bundles', () => {
  let server: S3Server;
  let style: SyncedStyle;
  const start = async (personality: PersonalityName = 'aws'): Promise<void> => {
    server = await startS3Server({ buckets: [BUCKET], personality });
    style = new SyncedStyle(server);
    style.writeLocal(FORMER);
    await style.toS3();
    server.requests.clear();
  };
  const end = async (): Promise<void> => {
    style.remove();
    await server.close();
  };
  const undo = (options: Partial<UndoRequest> = {}): Promise<UndoResult> => style.undo(options);
  const trash = (): string[] => server.bucket(BUCKET).keys.filter((key) => key.startsWith(TRASH));
  const bundles = (): string[] => trash().filter((key) => BUNDLE.test(key));
  const copies = (): string[] =>
    trash()
      .filter((key) => !BUNDLE.test(key))
      .map((key) => path.basename(key))
      .sort();
  const on = { syncDeletes: true, force: true };

  describe('by one run', () => {
    beforeEach(() => start());
    afterEach(end);

    it('are one object, stored before the first of them is replaced; images are copied as before', async () => {
      style.writeLocal({ ...NEWER, 'a.jpg': 'A2' });
      await style.toS3();
      assert.deepEqual(style.remote, style.local);
      assert.deepEqual([bundles().length, copies()], [1, ['a.jpg']]);
      const [first] = server.requests.of('PutObject');
      assert.match(first?.key ?? '', BUNDLE);
      const stored = server.bucket(BUCKET).get(bundles()[0] ?? '');
      const lines = stored?.bytes.toString('utf8').trimEnd().split('\n') ?? [];
      assert.deepEqual(
        lines.map((line) => (JSON.parse(line) as { path: string; text: string }).path),
        ['a.txt', 'b.txt', 'c.txt'],
      );
    });

    it('are one object as well where they are deleted, each after a look', async () => {
      style.deleteLocal('a.jpg', 'a.txt', 'b.jpg', 'b.txt');
      assert.equal((await style.toS3(on)).deleted, 4);
      assert.deepEqual([bundles().length, copies()], [1, ['a.jpg', 'b.jpg']]);
      assert.equal(server.requests.of('HeadObject').filter(({ key }) => key.endsWith('a.txt')).length, 1);
      await undo();
      assert.deepEqual(style.remote, FORMER);
    });

    it('are copied where there is only one, with no more requests', async () => {
      style.writeLocal({ 'b.jpg': 'B2' });
      await style.toS3();
      style.writeLocal({ 'a.txt': 'cat, sofa' });
      server.requests.clear();
      await style.toS3();
      assert.deepEqual(server.requests.counts(), { ListObjectsV2: 1, CopyObject: 1, PutObject: 1 });
    });

    it('are copied where their texts are unknown, or have changed since the last sync', async () => {
      style.writeLocal({ ...NEWER, 'd.jpg': 'D', 'd.txt': new Uint8Array([0xff]) });
      await style.toS3();
      const before = bundles().length;
      style.writeRemote({ 'a.txt': 'theirs' });
      style.writeLocal({ 'a.txt': 'mine', 'b.txt': 'mine', 'c.txt': 'mine', 'd.txt': 'mine' });
      await style.toS3({ onConflict: 'overwrite' });
      assert.deepEqual([bundles().length, copies()], [before + 1, ['a.txt', 'd.txt']]);

      fs.rmSync(path.join(storeFolderOf(style.folder), 'captions.jsonl'));
      style.writeLocal(NEWER);
      await style.toS3();
      assert.equal(bundles().length, before + 1);
    });

    for (const [status, code] of [
      [501, 'NotImplemented'],
      [403, 'AccessDenied'],
    ] as const) {
      it(`are copied one by one where the bundle cannot be stored (${code}), and the log says so`, async () => {
        server.faults.add({ operation: 'PutObject', key: BUNDLE, then: fault.error(status, code) });
        style.writeLocal(NEWER);
        const result = await style.toS3();
        assert.deepEqual([result.uploaded, result.failed], [3, 0]);
        assert.deepEqual([bundles(), copies()], [[], ['a.txt', 'b.txt', 'c.txt']]);
        assert.equal(style.log.filter((line) => line.startsWith('Captions are copied one by one')).length, 1);
        await undo();
        assert.deepEqual(style.remote, FORMER);
      });
    }

    it('stay unchanged where neither their bundle nor a copy can be stored', async () => {
      server.faults.add(
        { operation: 'PutObject', key: BUNDLE, then: fault.error(501, 'NotImplemented') },
        { operation: 'CopyObject', then: fault.error(501, 'NotImplemented') },
      );
      style.writeLocal(NEWER);
      const result = await style.toS3();
      assert.deepEqual([result.uploaded, result.failed], [0, 3]);
      assert.deepEqual(style.remote, FORMER);
    });

    it('stay unchanged where the run is cancelled while their bundle is stored', async () => {
      const cancel = new AbortController();
      const { signal } = cancel;
      server.faults.add({ operation: 'PutObject', key: BUNDLE, then: fault.hang });
      server.faults.add({ operation: 'PutObject', key: BUNDLE, then: fault.call(() => cancel.abort()) });
      style.writeLocal(NEWER);
      const result = await style.toS3({ handlers: { signal } });
      assert.deepEqual([result.cancelled, result.uploaded, result.run_id], [true, 0, undefined]);
      assert.deepEqual(style.remote, FORMER);
    });
  });

  it('are not bundled where the bucket is versioned', async () => {
    server = await startS3Server({ buckets: [BUCKET] });
    server.bucket(BUCKET).versioning = 'Enabled';
    style = new SyncedStyle(server);
    for (const captions of [{}, NEWER, { 'a.txt': 'third', 'b.txt': 'third' }]) {
      style.writeLocal({ ...FORMER, ...captions });
      await style.toS3();
    }
    assert.deepEqual(trash(), []);
    await end();
  });

  for (const [name, isKnown] of KEEPING_NO_VERSIONS.flatMap(
    (server) =>
      [
        [server, false],
        [server, true],
      ] as const,
  )) {
    const when = isKnown ? 'once its ways are known' : 'the first time';
    describe(`on a server like ${name}, ${when}, another program changes between listing and act`, () => {
      beforeEach(async () => {
        await start(name);
        if (!isKnown) return;
        style.writeLocal({ 'known.jpg': '1' });
        await style.toS3();
        style.writeLocal({ 'known.jpg': '2' });
        await style.toS3();
        style.deleteLocal('known.jpg');
        await style.toS3(on);
      });
      afterEach(end);

      /** Calls `change` while the texts are being stored: everything has been listed, and nothing replaced. */
      const meanwhile = (change: () => void): void =>
        server.faults.add({ operation: 'PutObject', key: BUNDLE, times: 1, then: fault.call(change) });

      it('by an edit: a conflict, and the edit stays', async () => {
        meanwhile(() => style.writeRemote({ 'a.txt': 'theirs' }));
        style.writeLocal(NEWER);
        const { conflict_files, failed_files } = await style.toS3();
        assert.deepEqual([conflict_files, failed_files], [['a.txt'], []]);
        assert.deepEqual(style.remote, { ...FORMER, ...NEWER, 'a.txt': 'theirs' });
        assert.equal(bundles().length, 1);
        const { restored_files, kept_files } = await undo();
        assert.deepEqual([[...restored_files].sort(), kept_files], [['b.txt', 'c.txt'], ['a.txt']]);
        assert.deepEqual(style.remote, { ...FORMER, 'a.txt': 'theirs' });
      });

      it('by a deletion: a conflict', async () => {
        meanwhile(() => style.deleteRemote('a.txt'));
        style.writeLocal(NEWER);
        const { conflict_files, failed_files } = await style.toS3();
        assert.deepEqual([conflict_files, failed_files], [['a.txt'], []]);
        assert.equal(style.remote['a.txt'], undefined);
      });

      it('by an edit of what was to be deleted: a conflict, and the edit stays', async () => {
        meanwhile(() => style.writeRemote({ 'a.txt': 'theirs' }));
        style.deleteLocal('a.jpg', 'a.txt', 'b.jpg', 'b.txt');
        const { conflict_files, deleted_files } = await style.toS3(on);
        assert.deepEqual(conflict_files, ['a.txt']);
        assert.deepEqual(deleted_files, ['a.jpg', 'b.jpg', 'b.txt']);
        assert.deepEqual([style.remote['a.txt'], style.remote['b.txt']], ['theirs', undefined]);
        assert.equal(bundles().length, 1);
      });
    });
  }

  describe('and restored by an undo', () => {
    beforeEach(async () => {
      await start();
      style.writeLocal(NEWER);
      await style.toS3();
      server.requests.clear();
    });
    afterEach(end);

    it('byte for byte, with type and checksum, reading the bundle once', async () => {
      const { restored, failed } = await undo();
      assert.deepEqual([restored, failed], [3, 0]);
      assert.deepEqual(style.remote, FORMER);
      assert.deepEqual(style.local, { ...FORMER, ...NEWER });
      assert.equal(server.requests.count('GetObject'), 1);
      const [stored] = server.bucket(BUCKET).versionsOf(`styles/${STYLE}/b.txt`);
      assert.ok(stored);
      assert.equal(stored.headers['content-type'], 'text/plain; charset=utf-8');
      assert.equal(stored.headers['x-amz-meta-sha256'], createHash('sha256').update(AWKWARD).digest('hex'));
      const again = await style.toS3();
      assert.deepEqual([...again.uploaded_files].sort(), Object.keys(NEWER));
    });

    it('one by one from the history, and the rest later', async () => {
      const [last] = await listHistory({ folder: style.folder }, adapters);
      assert.ok(last);
      await undo({ runId: last.run_id, files: ['b.txt'] });
      assert.deepEqual(style.remote, { ...FORMER, ...NEWER, 'b.txt': AWKWARD });
      await undo({ runId: last.run_id });
      assert.deepEqual(style.remote, FORMER);
    });

    it('again to the state before that undo', async () => {
      await undo();
      const [last] = await listHistory({ folder: style.folder }, adapters);
      await undo({ runId: last?.run_id ?? '' });
      assert.deepEqual(style.remote, { ...FORMER, ...NEWER });
      const [second] = await listHistory({ folder: style.folder }, adapters);
      await undo({ runId: second?.run_id ?? '' });
      assert.deepEqual(style.remote, FORMER);
    });

    it('after they were deleted as well, but not over what another program has written since', async () => {
      style.deleteLocal('a.jpg', 'a.txt', 'b.jpg', 'b.txt');
      await style.toS3(on);
      const change = fault.call(() => style.writeRemote({ 'a.txt': 'theirs' }));
      server.faults.add({ operation: 'GetObject', key: BUNDLE, times: 1, then: change });
      const { kept_files, failed } = await undo();
      assert.deepEqual([kept_files, failed], [['a.txt'], 0]);
      assert.deepEqual(style.remote, { ...FORMER, ...NEWER, 'a.txt': 'theirs' });
    });

    it('but not over an edit at the last moment', async () => {
      const change = fault.call(() => style.writeRemote({ 'a.txt': 'theirs' }));
      server.faults.add({ operation: 'PutObject', key: /a\.txt$/, times: 1, then: change });
      const { kept_files, failed } = await undo();
      assert.deepEqual([kept_files, failed], [['a.txt'], 0]);
      assert.deepEqual(style.remote, { ...FORMER, 'a.txt': 'theirs' });
    });

    const editBundle = (edit: (text: string) => string): void => {
      const [key = ''] = bundles();
      const text = server.bucket(BUCKET).get(key)?.bytes.toString('utf8') ?? '';
      server.bucket(BUCKET).put(key, edit(text));
    };

    it('except for damaged or missing ones, each of which is reported', async () => {
      editBundle((text) => text.replace('"cat"', '"dog"').replace(/.*"c\.txt".*\n/, '{"torn'));
      const { restored_files, failed_files } = await undo();
      assert.deepEqual(restored_files, ['b.txt']);
      assert.deepEqual(failed_files.map(({ file, code }) => `${file}: ${code}`).sort(), [
        'a.txt: not-recoverable',
        'c.txt: not-recoverable',
      ]);
      assert.deepEqual(style.remote, { ...FORMER, ...NEWER, 'b.txt': AWKWARD });
    });

    it('but not where the bundle is gone, and nothing is done', async () => {
      for (const key of bundles()) server.bucket(BUCKET).delete(key);
      const { restored, failed_files } = await undo();
      assert.deepEqual(
        [restored, failed_files.map(({ code }) => code)],
        [0, Array(3).fill('not-recoverable')],
      );
      assert.deepEqual(style.remote, { ...FORMER, ...NEWER });
      assert.equal(server.requests.count('GetObject'), 1);
    });
  });
});
