import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import type { DownloadResult, UndoResult, UploadResult } from '../../../src/operations/protocol/results.js';
import { CommandLine } from '../../support/commandLine.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

/** A style from a repository or an archive may contain links, pipes and devices: `dist/cli.js` on the real disk. */
describe('a style that came from elsewhere', () => {
  let server: S3Server;
  let style: SyncedStyle;
  let cli: CommandLine;
  const to = ['--bucket', BUCKET];
  beforeEach(async function () {
    if (process.platform === 'win32') this.skip();
    server = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
    cli = new CommandLine(server);
  });
  afterEach(async () => {
    style.remove();
    await server.close();
  });

  const link = (name: string, target: string): void => fs.symlinkSync(target, path.join(style.folder, name));
  const secret = (): string => {
    const file = path.join(path.dirname(style.folder), 'id_rsa');
    fs.writeFileSync(file, 'PRIVATE KEY');
    return file;
  };

  it('uploads none of its links that lead outside, and names each of them', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'c.jpg': 'c', 'c.txt': 'a cat' });
    link('a.txt', path.relative(style.folder, secret()));
    link('b.png', secret());
    const { status, stdout, stderr } = await cli.run('to-s3', style.folder, ...to);
    assert.equal(status, 1);
    for (const name of ['a.txt', 'b.png'])
      assert.match(stdout + stderr, new RegExp(`${name}.*link to elsewhere`));
    assert.deepEqual(style.remote, { 'c.jpg': 'c', 'c.txt': 'a cat' });
    const listed = await cli.run('list', style.folder);
    assert.equal(listed.stdout, 'a.jpg\nc.jpg\tc.txt\n');
    assert.equal((await cli.run('to-s3', style.folder, ...to, '--follow-links')).status, 0);
    assert.ok(
      Object.entries(style.remote).some(([name, text]) => name === 'a.txt' && text === 'PRIVATE KEY'),
    );
  });

  it('neither deletes its links that lead outside nor writes through them', async () => {
    style.writeRemote({ 'a.jpg': 'a', 'a.txt': 'from S3' });
    const file = secret();
    link('a.txt', file);
    link('gone.jpg', file);
    const { status } = await cli.run('from-s3', style.folder, ...to, '--sync-deletes', '--force');
    assert.equal(status, 1);
    assert.equal(fs.readFileSync(file, 'utf8'), 'PRIVATE KEY');
    assert.ok(fs.lstatSync(path.join(style.folder, 'gone.jpg')).isSymbolicLink());
    assert.ok(fs.lstatSync(path.join(style.folder, 'a.txt')).isSymbolicLink());
  });

  it('syncs links that stay inside it, and hard links', async () => {
    style.writeLocal({ 'sub/a.jpg': 'a' });
    link('b.jpg', 'sub/a.jpg');
    fs.linkSync(path.join(style.folder, 'sub/a.jpg'), path.join(style.folder, 'c.jpg'));
    assert.equal((await cli.run('to-s3', style.folder, ...to)).status, 0);
    assert.deepEqual(style.remote, { 'b.jpg': 'a', 'c.jpg': 'a', 'sub/a.jpg': 'a' });
  });

  it('may contain pipes, devices and a store of links: each is named, and nothing blocks', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'cat.png': 'cat' });
    execFileSync('mkfifo', [path.join(style.folder, 'cat.txt')]);
    const synced = await cli.run('to-s3', style.folder, ...to);
    assert.match(synced.stdout + synced.stderr, /cat\.txt.*named pipe/);
    assert.deepEqual(style.remote, { 'a.jpg': 'a' });
    const store = path.join(path.dirname(style.folder), '.s3-training-data', path.basename(style.folder));
    fs.symlinkSync('/dev/zero', path.join(store, 'lock.json'));
    const locked = await cli.run('to-s3', style.folder, ...to);
    assert.equal(locked.status, 2);
    assert.match(locked.stderr, /lock\.json.*symbolic link/);
  });

  describe('and whose folder is a link to elsewhere', () => {
    /** As in a repository: `styles/x -> ../private/16`. The link's target determines the location in S3. */
    const linkedStyle = (): string => {
      const there = path.join(path.dirname(path.dirname(style.folder)), 'private', '16');
      fs.mkdirSync(path.dirname(there));
      fs.renameSync(style.folder, there);
      fs.symlinkSync('../private/16', style.folder);
      return fs.realpathSync(there);
    };
    const private_ = { 'me.jpg': 'me', 'us.jpg': 'us', 'us.txt': 'a caption' };
    const from = [...to, '--prefix', 'styles/', '--sync-deletes'];

    it('has nothing deleted or replaced there without --force, and names what would be with its real path', async () => {
      const there = linkedStyle();
      style.writeLocal(private_);
      style.writeRemote({ 'foreign.jpg': 'foreign' });
      const refused = await cli.json<{ error: { code: string } }>('from-s3', style.folder, ...from);
      assert.deepEqual([refused.status, refused.error.code], [2, 'mass-change']);
      assert.deepEqual(style.local, private_);
      const { stderr } = await cli.run('from-s3', style.folder, ...from);
      assert.ok(stderr.includes(`“${style.folder}” is a link to “${there}”`), stderr);
      assert.match(stderr, /deleted: me\.jpg, us\.jpg, us\.txt\..*--force/);
      const forced = await cli.json<DownloadResult>('from-s3', style.folder, ...from, '--force');
      assert.deepEqual([forced.status, forced.deleted, forced.folder], [0, 3, there]);
    });

    it('is named by its real path in each run, plan, upload and undo', async () => {
      const there = linkedStyle();
      style.writeLocal({ 'me.jpg': 'me' });
      const commands = [
        ['to-s3', style.folder, ...to, '--dry-run'],
        ['to-s3', style.folder, ...to],
        ['undo', style.folder],
      ];
      for (const command of commands) {
        const { stderr } = await cli.run(...command);
        const line = `“${style.folder}” is a link: the folder of the style is “${there}”`;
        assert.deepEqual(
          stderr.split('\n').filter((said) => said === line),
          [line],
        );
      }
      assert.equal((await cli.json('history', style.folder)).status, 0);
      const again = await cli.json<UploadResult>('to-s3', style.folder, ...to);
      assert.deepEqual([again.status, again.folder], [0, there]);
      const undone = await cli.json<UndoResult>('undo', style.folder);
      assert.deepEqual([undone.status, undone.folder], [0, there]);
    });

    it('loses no file to an undo either without --force', async () => {
      const there = linkedStyle();
      style.writeRemote({ 'new.jpg': 'new' });
      assert.equal((await cli.run('from-s3', style.folder, ...from, '--force')).status, 0);
      const before = fs.readdirSync(there);
      assert.ok(before.includes('new.jpg'));
      const refused = await cli.run('undo', style.folder);
      assert.deepEqual([refused.status, fs.readdirSync(there)], [2, before]);
      assert.match(refused.stderr, /is a link to “.*”, where files would be replaced or deleted: .*new\.jpg/);
      assert.equal((await cli.run('undo', style.folder, '--force')).status, 0);
      assert.ok(!fs.readdirSync(there).includes('new.jpg'));
    });

    it('is like any other if only a folder above it is a link', async () => {
      style.writeLocal(private_);
      style.writeRemote({ 'foreign.jpg': 'foreign' });
      const parent = path.dirname(style.folder);
      const disk = path.join(path.dirname(parent), 'disk');
      fs.renameSync(parent, disk);
      fs.symlinkSync('disk', parent);
      const { status, deleted, folder } = await cli.json<DownloadResult>('from-s3', style.folder, ...from);
      assert.deepEqual([status, deleted, folder], [0, 3, undefined]);
    });
  });

  it('accepts no pipe or device as a plan', async () => {
    style.writeLocal({ 'a.jpg': 'a' });
    const pipe = path.join(path.dirname(style.folder), 'plan.json');
    execFileSync('mkfifo', [pipe]);
    for (const [plan, what] of [
      [pipe, /named pipe/],
      ['/dev/zero', /device/],
    ] as const) {
      const { status, stderr } = await cli.run('to-s3', style.folder, ...to, '--apply', plan);
      assert.equal(status, 2);
      assert.match(stderr, what);
    }
  });
});
