import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import path from 'node:path';
import { adapters } from '../../../src/wiring/adapters.js';
import type { RunHeader } from '../../../src/core/ports/journal.js';
import { listHistory } from '../../../src/operations/listHistory.js';
import { describeError } from '../../../src/operations/texts/errorTexts.js';
import { plainText } from '../../../src/operations/texts/translate.js';
import { SyncError, type ErrorCode } from '../../../src/core/errors.js';
import { journalFile, linesOf, writeSealed, writeUnsealed } from '../../support/journals.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, STYLE, SyncedStyle } from '../../support/syncedStyle.js';

const OTHER_BUCKET = 'payroll';

/** A history that this user did not write on this machine for this folder causes no act (docs/sync-contract.md §8). */
describe('a history from elsewhere', () => {
  let server: S3Server;
  let style: SyncedStyle;
  beforeEach(async () => {
    server = await startS3Server({ buckets: [BUCKET, OTHER_BUCKET] });
    style = new SyncedStyle(server);
  });
  afterEach(async () => {
    style.remove();
    await server.close();
  });

  const refused = (code: ErrorCode) => (error: unknown) => error instanceof SyncError && error.code === code;
  const history = () => listHistory({ folder: style.folder }, adapters);
  const headerOf = (id: string, given: Partial<RunHeader> = {}): RunHeader => ({
    version: 1,
    id,
    kind: 'sync',
    undoes: null,
    direction: 'to-s3',
    location: { endpoint: server.endpoint, bucket: BUCKET, prefix: 'styles/', styleId: STYLE },
    startedAtMs: 1,
    holder: 'the command line',
    ...given,
  });
  const folder = () => ({ root: style.folder, identity: '' });
  /** Writes the journal of a run that claims to have added or replaced one object. */
  const write = (header: RunHeader, act: { path: string; etag: string; before?: unknown }): void => {
    const { path: file, etag, before = null } = act;
    const after = { size: 1, sha256: undefined };
    const intent = { seq: 1, side: 's3', path: file, before, after, base: null, reason: 'new' };
    writeUnsealed(journalFile(style.folder, header.id), [
      { run: header, folder: folder() },
      { intent },
      { done: 1, etag },
      { end: 2 },
    ]);
  };
  const etagOf = (bucket: string, key: string): string => server.bucket(bucket).get(key)?.etag ?? '';
  /** The requests to S3 while `act` is refused. */
  const requestsOf = async (act: () => Promise<unknown>, code: ErrorCode): Promise<unknown> => {
    server.requests.clear();
    await assert.rejects(act(), refused(code));
    return server.requests.counts();
  };

  it('is skipped with a warning where it is newer than the sync that is undone', async () => {
    style.writeLocal({ 'a.jpg': 'image' });
    await style.toS3();
    write(headerOf('9-newer'), { path: 'b.jpg', etag: '"x"' });
    const next = (await history()).filter(({ next_undo }) => next_undo);
    assert.deepEqual(
      next.map(({ newer_untrusted_run_id }) => newer_untrusted_run_id),
      ['9-newer'],
    );
    const result = await style.undo();
    assert.deepEqual([result.removed_files, result.newer_untrusted_run_id], [['a.jpg'], '9-newer']);
    assert.ok(style.log.some((line) => line.includes('--run 9-newer --trust-history')));
  });

  it('shows no password of an endpoint that it names, in the history or in a refusal', async () => {
    for (const endpoint of [
      'https://me:secret@127.0.0.1:1',
      'https://me:se/secret@127.0.0.1:1',
      'me:secret#x@h',
    ]) {
      const location = { ...headerOf('1').location, endpoint };
      write(headerOf('1', { location }), { path: 'a.png', etag: '"x"' });
      const shown: unknown[] = [await history()];
      for (const trustHistory of [false, true]) {
        await assert.rejects(style.undo({ trustHistory }), (error) => {
          assert.ok(error instanceof SyncError);
          shown.push(error.data, error.message, describeError(error.code, error.data, plainText));
          return true;
        });
      }
      assert.ok(!JSON.stringify(shown).includes('secret'), JSON.stringify(shown));
      fs.rmSync(journalFile(style.folder, '1'));
    }
  });

  describe('with another server', () => {
    let foreign: Server;
    const connections: string[] = [];
    beforeEach(async () => {
      connections.length = 0;
      foreign = createServer((socket) => {
        connections.push('one');
        socket.destroy();
      });
      await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
    });
    afterEach(() => new Promise((resolve) => foreign.close(resolve)));

    const endpoint = (): string => `http://127.0.0.1:${String((foreign.address() as AddressInfo).port)}`;
    const location = (): RunHeader['location'] => ({ ...headerOf('1').location, endpoint: endpoint() });

    it('gets no connection, whatever the user says, while the keys belong to another server', async () => {
      write(headerOf('1', { location: location() }), { path: 'a.png', etag: '"x"' });
      await assert.rejects(style.undo(), refused('unproven-run'));
      await assert.rejects(style.undo({ trustHistory: true }), refused('other-endpoint'));
      await assert.rejects(style.undo({ runId: '1', trustHistory: true }), refused('other-endpoint'));
      assert.deepEqual(connections, []);
    });

    it('gets no keys of the environment either, unless the environment names that server', async () => {
      write(headerOf('1', { location: location() }), { path: 'a.png', etag: '"x"' });
      const chain = { forcePathStyle: 'auto' } as const;
      const keys = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' };
      Object.assign(process.env, keys);
      try {
        await assert.rejects(style.undo({ connection: chain }), refused('unproven-run'));
        await assert.rejects(
          style.undo({ connection: chain, trustHistory: true }),
          refused('other-endpoint'),
        );
        assert.deepEqual(connections, []);
        await style
          .undo({ connection: { ...chain, endpoint: endpoint() }, trustHistory: true })
          .catch(() => 0);
        assert.notDeepEqual(connections, []);
      } finally {
        for (const name of Object.keys(keys)) Reflect.deleteProperty(process.env, name);
      }
    });

    it('gets no keys of another server, even where this user has synced with it', async () => {
      style.writeLocal({ 'a.jpg': 'A' });
      const { run_id = '' } = await style.toS3();
      const file = journalFile(style.folder, run_id);
      const [first, ...lines] = linesOf(file);
      assert.ok(first !== undefined && 'run' in first);
      writeSealed(file, [{ ...first, run: { ...first.run, location: location() } }, ...lines]);
      await assert.rejects(style.undo(), refused('other-endpoint'));
      assert.deepEqual(connections, []);
    });
  });

  it('changes no other bucket, and names the bucket and what an undo would do', async () => {
    server.bucket(OTHER_BUCKET).put(`${STYLE}/2026.csv`, 'salaries');
    const location = { ...headerOf('1').location, bucket: OTHER_BUCKET, prefix: '' };
    write(headerOf('1', { location }), {
      path: '2026.csv',
      etag: etagOf(OTHER_BUCKET, `${STYLE}/2026.csv`),
    });
    server.requests.clear();
    await assert.rejects(style.undo(), (error) => {
      assert.ok(error instanceof SyncError);
      assert.deepEqual(error.data, {
        file: STYLE,
        run: '1',
        bucket: OTHER_BUCKET,
        endpoint: server.endpoint,
        cause: 'removes 2026.csv',
      });
      return error.code === 'unproven-run';
    });
    assert.deepEqual(server.requests.counts(), {});
    assert.deepEqual(server.bucket(OTHER_BUCKET).keys, [`${STYLE}/2026.csv`]);
  });

  it('is undone where the user says that it is his', async () => {
    style.writeLocal({ 'a.jpg': 'A' });
    const { run_id = '' } = await style.toS3();
    const file = journalFile(style.folder, run_id);
    writeUnsealed(file, linesOf(file));
    assert.deepEqual(await requestsOf(() => style.undo(), 'unproven-run'), {});
    const result = await style.undo({ trustHistory: true });
    assert.deepEqual([result.removed_files, style.remote], [['a.jpg'], {}]);
    assert.deepEqual(
      (await history()).map(({ proven, undone }) => [proven, undone]),
      [
        [true, false],
        [false, true],
      ],
    );
  });

  it('reaches only the style and the trash of its run, whoever agrees', async () => {
    server.bucket(BUCKET).put('private/secret.txt', 'secret');
    server.bucket(BUCKET).put(`styles/${STYLE}/a.jpg`, 'A');
    const etag = etagOf(BUCKET, `styles/${STYLE}/a.jpg`);
    const keys = [
      'private/secret.txt',
      `styles/.s3-training-data/trash/${STYLE}/another-run/a.jpg`,
      `styles/.s3-training-data/trash/other/1/a.jpg`,
      `styles/.s3-training-data/trash/${STYLE}/10/a.jpg`,
    ];
    for (const key of keys) {
      for (const kept of [
        { in: 'trash', key } as const,
        { in: 'captions', key, sha256: 'ab'.repeat(32) } as const,
      ]) {
        write(headerOf('1'), { path: 'a.jpg', etag, before: { size: 6, kept } });
        server.requests.clear();
        const result = await style.undo({ runId: '1', trustHistory: true });
        assert.deepEqual(
          result.failed_files.map(({ code }) => code),
          ['not-recoverable'],
        );
        assert.deepEqual(server.requests.counts(), {}, key);
      }
    }
    write(headerOf('1'), { path: '../x/a.jpg', etag });
    const outside = await style.undo({ runId: '1', trustHistory: true });
    assert.deepEqual(
      outside.failed_files.map(({ code }) => code),
      ['unsafe-name'],
    );
    assert.deepEqual(style.remote, { 'a.jpg': 'A' });
  });

  it('is never the last sync, whatever its time, and hides none', async () => {
    style.writeLocal({ 'a.jpg': 'A' });
    const { run_id: own = '' } = await style.toS3();
    write(headerOf('99991231T235959999Z-ffffff'), { path: 'b.jpg', etag: '"x"' });
    assert.equal((await history()).find(({ next_undo }) => next_undo)?.run_id, own);
    write(headerOf('99991231T235959999Z-undone', { kind: 'undo', undoes: own }), {
      path: 'b.jpg',
      etag: '"x"',
    });
    assert.deepEqual(
      (await history()).map(({ run_id, proven, undone }) => [run_id.slice(0, 4), proven, undone]),
      [
        ['9999', false, false],
        ['9999', false, false],
        [own.slice(0, 4), true, false],
      ],
    );
    const result = await style.undo();
    assert.deepEqual([result.undone_run_id, style.remote], [own, {}]);
  });

  it('makes the next sync remove nothing in S3: no parts, no trash', async () => {
    const trash = `team/.s3-training-data/trash/other/1/a.png`;
    server.bucket(BUCKET).put(trash, 'kept by another style');
    for (const [id, prefix, styleId] of [
      ['1', 'team/', 'other'],
      ['2', 'styles/', STYLE],
    ] as const) {
      const location = { endpoint: server.endpoint, bucket: BUCKET, prefix, styleId };
      const kept = { in: 'trash', key: `${prefix}.s3-training-data/trash/${styleId}/${id}/a.png` } as const;
      const before = { size: 1, kept };
      write(headerOf(id, { location }), { path: 'a.png', etag: '"x"', before });
      server.bucket(BUCKET).put(kept.key, 'kept by another style');
      fs.copyFileSync(journalFile(style.folder, id), `${journalFile(style.folder, id).slice(0, -6)}.retired`);
    }
    const parts = { seq: 1, key: 'team/other/large.png', uploadId: 'u' };
    const after = { size: 1, sha256: undefined };
    const intent = { seq: 1, side: 's3', path: 'a.png', before: null, after, base: null, reason: 'new' };
    writeUnsealed(journalFile(style.folder, '3'), [
      { run: headerOf('3'), folder: folder() },
      { intent },
      { parts },
    ]);
    const pruning = { syncDeletes: true, recovery: { keepDays: 1, keepMegabytes: 0 } };
    style.writeLocal({ 'a.jpg': 'A' });
    await style.toS3(pruning);
    style.writeLocal({ 'a.jpg': 'AA' });
    await style.toS3(pruning);
    assert.equal(server.requests.count('AbortMultipartUpload'), 0);
    const kept = server.bucket(BUCKET).keys.filter((key) => key.includes('/trash/') && key.endsWith('a.png'));
    assert.deepEqual(kept, [`styles/.s3-training-data/trash/${STYLE}/2/a.png`, trash]);
  });

  it('of a copied folder is shown, and is not that of the original', async () => {
    style.writeLocal({ 'a.jpg': 'A' });
    const { run_id = '' } = await style.toS3();
    const copy = path.join(path.dirname(path.dirname(style.folder)), 'copy');
    fs.cpSync(path.dirname(style.folder), copy, { recursive: true });
    const copied = path.join(copy, STYLE);
    assert.deepEqual(
      (await listHistory({ folder: copied }, adapters)).map((run) => [run.run_id, run.proven]),
      [[run_id, false]],
    );
    const undo = () => style.undo({ folder: copied });
    assert.deepEqual(await requestsOf(undo, 'unproven-run'), {});
    assert.deepEqual(style.remote, { 'a.jpg': 'A' });
    await style.undo();
    assert.deepEqual(style.remote, {});
  });

  it('of a moved folder is its own', async () => {
    style.writeLocal({ 'a.jpg': 'A' });
    await style.toS3();
    const moved = path.join(path.dirname(path.dirname(style.folder)), 'moved');
    fs.renameSync(path.dirname(style.folder), moved);
    await style.undo({ folder: path.join(moved, STYLE) });
    assert.deepEqual(style.remote, {});
    fs.renameSync(moved, path.dirname(style.folder));
  });

  it('cannot be an undo of a bucket that nothing names', async () => {
    write(headerOf('1', { location: { ...headerOf('1').location, styleId: '../x' } }), {
      path: 'a',
      etag: '"x"',
    });
    assert.deepEqual(await requestsOf(() => style.undo({ trustHistory: true }), 'bad-argument'), {});
  });
});
