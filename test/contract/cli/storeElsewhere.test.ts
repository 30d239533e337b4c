import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DownloadResult, UndoResult, UploadResult } from '../../../src/operations/protocol/results.js';
import { CommandLine } from '../../support/commandLine.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, STYLE, SyncedStyle } from '../../support/syncedStyle.js';

/** The user `nobody` of every Linux, because file modes do not restrict root. */
const NOBODY = 65534;
const PAIR = { 'a.jpg': 'image', 'a.txt': 'a cat' };

/** `dist/cli.js` on the real disk: styles in folders of other users, and on read-only volumes. */
describe('a style in a folder that cannot be written', () => {
  let server: S3Server;
  let style: SyncedStyle;
  let home: string;
  let cli: CommandLine;
  let parent: string;
  const to = ['--bucket', BUCKET, '--prefix', 'styles/'];

  beforeEach(async function () {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) this.skip();
    server = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
    parent = path.dirname(style.folder);
    fs.chmodSync(path.dirname(parent), 0o755);
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'state-'));
    own(home, style.folder);
    cli = new CommandLine(server, NOBODY, { S3_TRAINING_DATA_HOME: home });
  });

  afterEach(async () => {
    style.remove();
    fs.rmSync(home, { recursive: true });
    await server.close();
  });

  const own = (...folders: readonly string[]): void => {
    for (const folder of folders) fs.chownSync(folder, NOBODY, NOBODY);
  };
  const stores = (): string[] =>
    fs.readdirSync(path.join(home, 'stores')).filter((name) => name.startsWith(STYLE));
  const beside = (): string => path.join(parent, '.s3-training-data', STYLE);
  const history = async (): Promise<string[]> =>
    (await cli.run('history', style.folder)).stdout.split('\n').filter((line) => line !== '');

  it('is uploaded with this user’s store elsewhere, which every command finds', async () => {
    style.writeLocal(PAIR);
    const { status, stderr } = await cli.run('to-s3', style.folder, ...to);
    assert.equal(status, 0);
    assert.match(
      stderr,
      /^History and lock of this style are yours alone, in \S+\/stores\/16-[0-9a-f]{16}: /m,
    );
    assert.match(stderr, /\.s3-training-data\/16 cannot be written: permission denied \(EACCES\)$/m);
    assert.deepEqual([fs.readdirSync(parent), stores().length], [[STYLE], 1]);
    assert.equal(fs.statSync(path.join(home, 'stores')).mode & 0o777, 0o700);
    const again = await cli.json<UploadResult>('to-s3', style.folder, ...to);
    assert.deepEqual([again.status, again.uploaded, (await history()).length], [0, 0, 1]);
    assert.equal((await cli.run('undo', style.folder)).status, 0);
    assert.deepEqual(style.remote, {});
  });

  it('is downloaded, and an undo restores what that replaced and deleted', async () => {
    style.writeLocal({ ...PAIR, 'gone.jpg': 'gone' });
    own(...Object.keys(style.local).map((name) => style.pathOf(name)));
    assert.equal((await cli.run('to-s3', style.folder, ...to)).status, 0);
    style.writeRemote({ 'a.txt': 'a dog' });
    style.deleteRemote('gone.jpg');
    const back = await cli.json<DownloadResult>('from-s3', style.folder, ...to, '--sync-deletes', '--force');
    assert.deepEqual([back.status, style.local], [0, { ...PAIR, 'a.txt': 'a dog' }]);
    const undone = await cli.json<UndoResult>('undo', style.folder);
    assert.deepEqual([undone.status, style.local], [0, { ...PAIR, 'gone.jpg': 'gone' }]);
  });

  it('uses its own store if the one beside it belongs to another user, and says so', async () => {
    style.writeLocal(PAIR);
    fs.mkdirSync(beside(), { recursive: true, mode: 0o700 });
    const { status, stderr } = await cli.run('to-s3', style.folder, ...to);
    assert.deepEqual([status, fs.readdirSync(beside()), stores().length], [0, [], 1]);
    assert.match(stderr, /^History and lock of this style are yours alone/m);
  });

  it('shares the store beside it, once there is one', async () => {
    style.writeLocal(PAIR);
    assert.equal((await cli.run('to-s3', style.folder, ...to)).status, 0);
    fs.mkdirSync(beside(), { recursive: true });
    own(path.dirname(beside()), beside());
    const { status, stderr } = await cli.run('to-s3', style.folder, ...to);
    assert.deepEqual([status, stderr.includes('yours alone')], [0, false]);
    assert.equal(fs.readdirSync(beside()).filter((name) => name.startsWith('manifest-')).length, 1);
  });

  it('is refused, with both places named, if there is no other place either', async () => {
    style.writeLocal(PAIR);
    fs.chownSync(home, 0, 0);
    const { status, stderr } = await cli.run('to-s3', style.folder, ...to);
    assert.equal(status, 2);
    assert.match(
      stderr,
      /\.s3-training-data\/16” cannot be written \(permission denied \(EACCES\)\. Nor can /,
    );
    assert.match(stderr, /\/stores\/16-.*Make one of them writable, or set S3_TRAINING_DATA_HOME/);
    assert.deepEqual(style.remote, {});
  });

  it('is refused if its store is a link', async () => {
    style.writeLocal(PAIR);
    fs.symlinkSync('/etc', path.dirname(beside()));
    const { status, stderr } = await cli.run('to-s3', style.folder, ...to);
    assert.deepEqual([status, style.remote], [2, {}]);
    assert.match(stderr, /it is not a folder of its own/);
  });

  it('is uploaded from a read-only volume', async () => {
    style.writeLocal(PAIR);
    execFileSync('mount', ['--bind', parent, parent]);
    try {
      execFileSync('mount', ['-o', 'remount,bind,ro', parent]);
      // As root, whom no file mode restricts.
      cli = new CommandLine(server, undefined, { S3_TRAINING_DATA_HOME: home });
      const { status, stderr } = await cli.run('to-s3', style.folder, ...to);
      assert.match(stderr, /cannot be written: read-only file system \(EROFS\)$/m);
      assert.deepEqual([status, style.remote, (await history()).length], [0, PAIR, 1]);
    } finally {
      execFileSync('umount', ['--lazy', parent]);
    }
  });
});
