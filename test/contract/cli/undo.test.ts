import assert from 'node:assert/strict';
import type { HistoryRun, SyncResult, UndoResult } from '../../../src/operations/protocol/results.js';
import { CommandLine } from '../../support/commandLine.js';
import { fault } from '../../support/s3-server/faults.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

const PAIRS = {
  'a.jpg': 'image a',
  'a.txt': 'caption a',
  'b.png': 'image b',
  'b.txt': 'caption b',
  'sub/c d.jpg': 'image c',
  'sub/c d.txt': 'caption c',
};

/** `undo` and `history` of `dist/cli.js`, after unintended syncs. */
describe('command line: undo', () => {
  let server: S3Server;
  let style: SyncedStyle;
  let cli: CommandLine;
  const to = ['--bucket', BUCKET];

  beforeEach(async () => {
    server = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
    cli = new CommandLine(server);
    style.writeLocal(PAIRS);
    assert.equal((await cli.run('to-s3', style.folder, ...to)).status, 0);
  });
  afterEach(async () => {
    style.remove();
    await server.close();
  });

  /** The content of both sides, byte for byte. */
  const sides = () => ({ local: style.local, remote: style.remote });

  const undo = (...options: readonly string[]) => cli.json<UndoResult>('undo', style.folder, ...options);
  const history = async (): Promise<HistoryRun[]> => {
    const { status, stdout } = await cli.run('history', style.folder, '--json');
    assert.equal(status, 0);
    return JSON.parse(stdout) as HistoryRun[];
  };

  /** Syncs a folder, which lost files and got a new one, to S3 with deletes on. */
  const syncByMistake = async (): Promise<SyncResult> => {
    style.deleteLocal('b.png', 'b.txt');
    style.writeLocal({ 'a.txt': 'spoilt', 'new.jpg': 'image new' });
    return cli.json<SyncResult>('to-s3', style.folder, ...to, '--sync-deletes');
  };

  it('restores S3 without being told the bucket', async () => {
    const before = style.remote;
    const result = await syncByMistake();
    assert.deepEqual([result.deleted, result.failed], [2, 0]);
    const { status, stdout, stderr } = await cli.run('undo', style.folder);
    assert.equal(status, 0, stderr);
    assert.match(
      stdout,
      /^Undid the sync of \d\d:\d\d: 1 image and 2 captions restored in S3, 1 image removed in S3\.\n$/,
    );
    for (const file of ['a.txt', 'b.png', 'b.txt'])
      assert.match(stderr, new RegExp(`^Restored: ${file}$`, 'm'));
    assert.match(stderr, /^Removed: new\.jpg$/m);
    assert.deepEqual(style.remote, before);
  });

  it('restores the folder, and leaves S3 alone', async () => {
    style.deleteRemote('b.png', 'b.txt');
    style.writeRemote({ 'a.txt': 'from elsewhere', 'new.jpg': 'image new' });
    const before = sides();
    const down = await cli.json<SyncResult>('from-s3', style.folder, ...to, '--sync-deletes');
    assert.deepEqual([down.status, down.deleted], [0, 2]);
    assert.notDeepEqual(style.local, before.local);
    const result = await undo();
    assert.deepEqual([result.status, result.restored, result.removed, result.kept], [0, 3, 1, 0]);
    assert.deepEqual([...result.restored_files].sort(), ['a.txt', 'b.png', 'b.txt']);
    assert.equal(result.undone_run_id, down.run_id);
    assert.deepEqual(sides(), before);
  });

  it('keeps files that were edited since, says so, and exits with 1', async () => {
    const before = style.remote;
    await syncByMistake();
    style.writeRemote({ 'a.txt': 'edited since' });
    const { status, stdout, stderr } = await cli.run('undo', style.folder);
    assert.equal(status, 1);
    assert.match(
      stdout,
      /: 1 image and 1 caption restored in S3, 1 image removed in S3, 1 caption kept \(changed since\)\.\n$/,
    );
    assert.match(stderr, /^Changed since, kept: a\.txt$/m);
    assert.deepEqual(style.remote, { ...before, 'a.txt': 'edited since' });
  });

  it('undoes one sync after the other, and then says that there is none left', async () => {
    await syncByMistake();
    assert.equal((await undo()).status, 0);
    assert.deepEqual(style.remote, PAIRS);
    const first = await undo();
    assert.deepEqual([first.status, first.removed, first.restored], [0, 6, 0]);
    assert.deepEqual(style.remote, {});
    const { status, stdout, stderr } = await cli.run('undo', style.folder);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /There is no sync of 16 that could be undone/);
  });

  it('sees the same differences after an undo as before the sync', async () => {
    await syncByMistake();
    await undo();
    const plan = await cli.json<SyncResult>('to-s3', style.folder, ...to, '--sync-deletes', '--dry-run');
    assert.deepEqual(
      plan.plan?.filter(({ action }) => action !== 'skip').map(({ action, file }) => `${action} ${file}`),
      ['upload a.txt', 'upload new.jpg', 'delete b.png', 'delete b.txt'],
    );
  });

  it('--files: only these files of the run; --run: that run', async () => {
    const mistake = await syncByMistake();
    const part = await undo('--run', mistake.run_id ?? '', '--files', 'b.png', './b.txt');
    assert.deepEqual([part.status, [...part.restored_files].sort()], [0, ['b.png', 'b.txt']]);
    assert.deepEqual(style.remote, { ...PAIRS, 'a.txt': 'spoilt', 'new.jpg': 'image new' });
    const unknown = await cli.run('undo', style.folder, '--run', 'no-such-run');
    assert.equal(unknown.status, 2);
  });

  it('an unknown run or file: is named, and nothing is undone', async () => {
    await syncByMistake();
    const before = sides();
    const refusalOf = async (...options: readonly string[]): Promise<string> => {
      const { status, stderr } = await cli.run('undo', style.folder, ...options);
      assert.equal(status, 2);
      return stderr;
    };
    const id = style.folder.split('/').at(-1) ?? '';
    assert.equal(await refusalOf('--run', '42'), `There is no sync “42” in the history of ${id}.\n`);
    assert.match(
      await refusalOf('--files', 'b.png', 'B.png', 'nosuch.jpg'),
      /^The sync \S+ has neither replaced, deleted nor made “B\.png”, “nosuch\.jpg”\.\n$/,
    );
    assert.deepEqual(sides(), before);
  });

  it('history: the runs with their numbers and files, newest first, as JSON and for people', async () => {
    const mistake = await syncByMistake();
    const [last, first, ...none] = await history();
    assert.deepEqual(none, []);
    assert.ok(last !== undefined && first !== undefined);
    assert.deepEqual(
      [last.run_id, last.kind, last.direction, last.location, last.by, last.undone],
      [mistake.run_id, 'sync', 'to-s3', `s3://${BUCKET}/styles/16/`, 'the command line', false],
    );
    assert.deepEqual([last.created, last.replaced, last.deleted], [1, 1, 2]);
    assert.deepEqual(
      last.restorable.map(({ file, side, what, size }) => `${what} ${side} ${file} ${String(size)}`).sort(),
      ['deleted s3 b.png 7', 'deleted s3 b.txt 9', 'replaced s3 a.txt 9'],
    );
    assert.deepEqual([first.created, first.replaced, first.deleted, first.restorable.length], [6, 0, 0, 0]);
    await undo();
    assert.deepEqual(
      (await history()).map(({ kind, undone }) => [kind, undone]),
      [
        ['undo', false],
        ['sync', true],
        ['sync', false],
      ],
    );
    const { stdout } = await cli.run('history', style.folder);
    const lines = stdout.trim().split('\n');
    assert.equal(lines.length, 3);
    assert.match(
      lines[1] ?? '',
      /^\S+ {2}\d\d:\d\d {2}Sync to S3: 1 new, 1 replaced, 2 deleted {2}\(undone, by the command line\)$/,
    );
    assert.ok(lines[1]?.startsWith(mistake.run_id ?? '?'));
  });

  it('history of a folder that was never synced: is empty, and creates nothing', async () => {
    const other = new SyncedStyle(server);
    try {
      const { status, stdout, stderr } = await cli.run('history', other.folder);
      assert.deepEqual([status, stdout, stderr], [0, '', 'Nothing was synced here yet.\n']);
      assert.equal((await cli.run('undo', other.folder)).status, 2);
    } finally {
      other.remove();
    }
  });

  it('exits with 1 if a file cannot be restored, and restores the others', async () => {
    await syncByMistake();
    server.faults.add({ operation: 'CopyObject', key: /b\.png$/, then: fault.error(400, 'InvalidRequest') });
    server.faults.add({ operation: 'PutObject', key: /b\.png$/, then: fault.error(400, 'InvalidRequest') });
    const result = await undo();
    assert.deepEqual([result.status, result.restored, result.failed], [1, 2, 1]);
    assert.deepEqual(
      result.failed_files.map(({ file }) => file),
      ['b.png'],
    );
  });
});
