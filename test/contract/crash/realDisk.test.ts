import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import * as fs from 'node:fs';
import path from 'node:path';
import type { DownloadResult, UploadResult } from '../../../src/operations/protocol/results.js';
import { CommandLine } from '../../support/commandLine.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, STYLE, SyncedStyle } from '../../support/syncedStyle.js';
import { SmallDisk } from '../../unit/local/smallDisk.js';
import { isRootOnLinux } from '../../unit/local/styleFolder.js';

/** `nobody` on every Linux, who is bound by file modes, unlike root. */
const NOBODY = 65534;
const WRITER = path.join(import.meta.dirname, 'restlessWriter.ts');

/** What only a real process on a real disk can show. */
describe('command line: full disks and unreadable files', function () {
  this.timeout(60_000);
  let server: S3Server;
  let style: SyncedStyle;
  let cli: CommandLine;
  const to = ['--bucket', BUCKET];

  beforeEach(async () => {
    server = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
    cli = new CommandLine(server);
  });
  afterEach(async () => {
    style.remove();
    await server.close();
  });

  /** Ten images, each filled with one letter. */
  const images = (letter: string, kilobytes: number): Record<string, string> =>
    Object.fromEntries(
      [...Array(10).keys()].map((i) => [`${String(i)}.jpg`, letter.repeat(kilobytes * 1024)]),
    );

  it('a disk that fills up keeps every old file whole, and the message names the file', async function () {
    if (!isRootOnLinux) this.skip();
    const styles = path.dirname(style.folder);
    const disk = new SmallDisk(styles, 1200);
    try {
      fs.mkdirSync(style.folder);
      style.writeRemote(images('o', 50));
      assert.equal((await cli.run('from-s3', style.folder, ...to)).status, 0);
      style.writeRemote(images('n', 150));
      const sync = ['from-s3', style.folder, ...to, '--sync-deletes', '--force'];
      const full = await cli.run(...sync);
      assert.notEqual(full.status, 0);
      assert.match(full.stderr, /The disk is full: “\d\.jpg” could not be written/);
      const [old, fresh] = [images('o', 50), images('n', 150)];
      for (const [file, content] of Object.entries(style.local)) {
        assert.ok(content === old[file] || content === fresh[file], `${file} is torn, or not an image`);
      }
      assert.equal(Object.keys(style.local).length, 10);
      execFileSync('mount', ['-o', 'remount,size=8000k', styles]);
      assert.equal((await cli.run(...sync)).status, 0);
      assert.deepEqual(style.local, fresh);
      const undone = await cli.run('undo', style.folder);
      assert.equal(undone.status, 0, undone.stderr);
    } finally {
      disk.unmount();
    }
  });

  describe('unreadable files and folders, deletes on', () => {
    const pairs = {
      'a.jpg': 'a',
      'a.txt': 'a',
      'b.jpg': 'b',
      'b.txt': 'b',
      'sub/c.jpg': 'c',
      'sub/c.txt': 'c',
    };
    const deny = (...paths: readonly string[]): void => {
      execFileSync('chown', [
        '-R',
        `${String(NOBODY)}:${String(NOBODY)}`,
        path.resolve(style.folder, '../..'),
      ]);
      for (const file of paths) fs.chmodSync(style.pathOf(file), 0);
    };

    beforeEach(function () {
      if (!isRootOnLinux) this.skip();
      cli = new CommandLine(server, NOBODY);
      style.writeLocal(pairs);
    });

    it('keep their objects in S3, and are named', async () => {
      await style.toS3();
      deny('b.jpg', 'sub');
      style.deleteLocal('a.jpg', 'a.txt');
      style.writeLocal({ 'new.jpg': 'new' });
      const result = await cli.json<UploadResult>('to-s3', style.folder, ...to, '--sync-deletes', '--force');
      assert.equal(result.status, 1);
      assert.deepEqual(result.failed_files.map(({ file }) => file).toSorted(), ['b.jpg', 'sub']);
      assert.deepEqual([result.deleted, result.uploaded_files], [0, ['new.jpg']]);
      assert.deepEqual(style.remote, { ...pairs, 'new.jpg': 'new' });
    });

    it('stay as they are when S3 has lost them', async () => {
      await style.toS3();
      deny('b.jpg', 'sub');
      style.deleteRemote('b.jpg', 'b.txt', 'sub/c.jpg', 'sub/c.txt');
      const result = await cli.json<DownloadResult>(
        ...['from-s3', style.folder, ...to, '--sync-deletes', '--force'],
      );
      assert.equal(result.status, 1);
      assert.deepEqual(result.deleted_files, []);
      assert.deepEqual(style.local, pairs);
    });
  });

  it('files that are written to while they are read: S3 gets what was hashed, or the file is reported', async () => {
    style.writeLocal({ 'still.jpg': 'still', 'restless.jpg': 'a', 'restless.txt': 'a' });
    const writer = spawn(
      process.execPath,
      ['--import', 'tsx', WRITER, style.pathOf('restless.jpg'), style.pathOf('restless.txt')],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    try {
      await once(writer.stdout, 'data');
      for (let run = 0; run < 4; run++) {
        const result = await cli.json<UploadResult>('to-s3', style.folder, ...to);
        assert.ok(
          result.status === 0 || result.failed_files.every(({ file }) => file.startsWith('restless')),
        );
        for (const [key, { bytes, metadata }] of server.bucket(BUCKET).objects) {
          if (!key.startsWith(`styles/${STYLE}/`)) continue;
          assert.equal(createHash('sha256').update(bytes).digest('hex'), metadata['sha256'], key);
        }
      }
    } finally {
      const ended = once(writer, 'exit');
      writer.kill();
      await ended;
    }
    const { status } = await cli.run('to-s3', style.folder, ...to);
    assert.equal(status, 0);
    assert.deepEqual(style.remote, style.local);
  });
});
