import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { CommandLine } from '../../support/commandLine.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

/** What came with a repository or an archive may be links, pipes and devices: `dist/cli.js` and the real disk. */
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

  it('has none of its links out uploaded, and each of them named', async () => {
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

  it('has its links out neither deleted nor written through', async () => {
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

  it('is synced with the files that are links within it, and hard links', async () => {
    style.writeLocal({ 'sub/a.jpg': 'a' });
    link('b.jpg', 'sub/a.jpg');
    fs.linkSync(path.join(style.folder, 'sub/a.jpg'), path.join(style.folder, 'c.jpg'));
    assert.equal((await cli.run('to-s3', style.folder, ...to)).status, 0);
    assert.deepEqual(style.remote, { 'b.jpg': 'a', 'c.jpg': 'a', 'sub/a.jpg': 'a' });
  });

  it('may hold pipes, devices and a store of links: each is named, and nothing is waited for', async () => {
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

  it('is not synced by a plan that is a pipe or a device', async () => {
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
