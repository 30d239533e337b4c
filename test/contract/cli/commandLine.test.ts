import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import path from 'node:path';
import type { TrainingImage } from '../../../src/dataset/trainingImage.js';
import type { DownloadResult, UploadResult } from '../../../src/operations/protocol/results.js';
import { CommandLine } from '../../support/commandLine.js';
import { fault } from '../../support/s3-server/faults.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

/** A promise with its `resolve` function. */
function moment(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** `dist/cli.js` as scripts call it: arguments, exit statuses, and the output on both streams. */
describe('command line', () => {
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

  it('--only captions: leaves the images, and says how many, in the plan as in the result', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a cat', 'b.jpg': 'b' });
    const only = ['to-s3', style.folder, ...to, '--only', 'captions'];
    const plan = await cli.run(...only, '--dry-run');
    assert.match(plan.stdout, /^upload +a\.txt/);
    assert.match(plan.stdout, /: 1 caption to do, nothing the same, 2 images left out \(captions only\) \(/);
    const { status, stdout } = await cli.run(...only);
    assert.equal(stdout, 'Synced 16 to S3: 1 caption uploaded. 2 images left out (captions only).\n');
    assert.equal(status, 0);
    assert.deepEqual(style.remote, { 'a.txt': 'a cat' });
    const result = await cli.json<UploadResult>(...only);
    assert.deepEqual(
      [result.only, result.left_out, result.left_out_files],
      ['captions', 2, ['a.jpg', 'b.jpg']],
    );
  });

  it('list: the training images with their captions, as JSON and for people', async () => {
    style.writeLocal({
      'cat 2.jpg': 'two',
      'cat 10.jpg': 'ten',
      'cat 2.txt': 'a cat',
      'sub/dog.png': 'dog',
      'README.txt': 'x',
    });
    const { status, stdout } = await cli.run('list', style.folder, '--json');
    const images = JSON.parse(stdout) as TrainingImage[];
    assert.equal(status, 0);
    assert.deepEqual(
      images.map(({ relativePath, name, hasCaption, captionFile, size }) => [
        relativePath,
        name,
        hasCaption,
        captionFile,
        size,
      ]),
      [
        ['cat 2.jpg', 'cat 2.jpg', true, 'cat 2.txt', 3],
        ['cat 10.jpg', 'cat 10.jpg', false, null, 3],
        ['sub/dog.png', 'dog.png', false, null, 3],
      ],
    );
    assert.ok(images.every(({ modifiedTime }) => Math.abs(modifiedTime - Date.now()) < 600_000));
    const people = await cli.run('list', style.folder);
    assert.equal(people.stdout, 'cat 2.jpg\tcat 2.txt\ncat 10.jpg\nsub/dog.png\n');
    assert.match(people.stderr, /3 images, 1 with a caption/);
  });

  /** Characters that control a terminal, or that change the direction of the following text. */
  const STEERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

  it('prints nothing that steers the terminal, whatever keys, files, servers, holders and arguments say', async () => {
    const esc = '\u001b]0;t\u0007\u001b[2K\r\u009b1A\u202e\u2028\u007f';
    style.writeRemote({ 'a.jpg': 'a', [`evil${esc}.jpg`]: 'x', 'mean\u202e.jpg': 'x', 'denied.jpg': 'x' });
    server.faults.add({
      operation: 'GetObject',
      key: /denied/,
      then: fault.error(501, 'NotImplemented', `no ${esc} no`),
    });
    const printed = [
      await cli.run('from-s3', style.folder, ...to, '--dry-run'),
      await cli.run('from-s3', style.folder, ...to),
      await cli.run('from-s3', style.folder, ...to, '--dry-run', '--json'),
      await cli.run('list', style.folder),
      await cli.run('list', style.folder, '--json'),
      await cli.run('history', style.folder),
      await cli.run(`do ${esc}`),
      await cli.run('list', style.folder, `--x${esc}`),
      await cli.run('list', path.join(style.folder, `gone ${esc}`)),
      await cli.run('to-s3', style.folder, '--bucket', `b ${esc}`),
      await cli.run('to-s3', style.folder, ...to, '--endpoint', `x ${esc}`),
      await cli.run('undo', style.folder, '--files', esc),
      await cli.run('undo', style.folder, '--run', esc),
    ];
    for (const { stdout, stderr } of printed) {
      assert.doesNotMatch(stdout, STEERS);
      assert.doesNotMatch(stderr, STEERS);
    }
  });

  it('says once in a run that an endpoint is reached without encryption, unless it is this machine', async () => {
    style.writeLocal({ 'a.jpg': 'a' });
    const here = await cli.run('to-s3', style.folder, ...to);
    assert.doesNotMatch(here.stderr, /encryption/);
    // The same server through an address that could belong to another machine.
    const { port } = new URL(server.endpoint);
    const elsewhere = ['--endpoint', `http://0.0.0.0:${port}`];
    for (const command of ['to-s3', 'from-s3']) {
      const { status, stderr } = await cli.run(command, style.folder, ...to, ...elsewhere);
      assert.equal(status, 0, stderr);
      assert.equal(stderr.match(/is reached without encryption/g)?.length, 1, stderr);
    }
  });

  it('list: one line per image, whatever its name', async () => {
    style.writeLocal({ 'a\nb.jpg': 'x', 'c\td.jpg': 'x', 'c\td.txt': 'x' });
    const { stdout } = await cli.run('list', style.folder);
    assert.equal(stdout, 'a\\nb.jpg\nc\\td.jpg\tc\\td.txt\n');
    const images = JSON.parse((await cli.run('list', style.folder, '--json')).stdout) as TrainingImage[];
    assert.deepEqual(
      images.map(({ name }) => name),
      ['a\nb.jpg', 'c\td.jpg'],
    );
  });

  it('list: does not fail if its reader stops early', async () => {
    const names = Array.from(
      { length: 3000 },
      (_, index) => `${'long name '.repeat(10)}${String(index)}.jpg`,
    );
    style.writeLocal(Object.fromEntries(names.map((name) => [name, 'x'])));
    for (const options of [['--json'], []]) {
      const { process, finished } = cli.start('list', style.folder, ...options);
      process.stdout?.once('data', () => process.stdout?.destroy());
      const { status, stderr } = await finished;
      assert.equal(status, 0);
      assert.doesNotMatch(stderr, /EPIPE/);
    }
  });

  it('to-s3 and from-s3: the fields of --json, exit status 0, the summary on standard output', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'caption', 'b.png': 'b' });
    const up = await cli.json<UploadResult>('to-s3', style.folder, ...to);
    assert.equal(up.status, 0);
    assert.deepEqual([up.uploaded, up.failed, up.deleted], [3, 0, 0]);
    assert.deepEqual([...up.uploaded_files].sort(), ['a.jpg', 'a.txt', 'b.png']);
    assert.deepEqual(Object.keys(style.remote), ['a.jpg', 'a.txt', 'b.png']);

    fs.rmSync(style.folder, { recursive: true });
    const down = await cli.json<DownloadResult>('from-s3', style.folder, ...to);
    assert.deepEqual([down.status, down.downloaded, down.failed, down.deleted], [0, 3, 0, 0]);
    assert.deepEqual([...down.downloaded_files].sort(), ['a.jpg', 'a.txt', 'b.png']);

    const again = await cli.run('to-s3', style.folder, ...to);
    assert.deepEqual([again.status, again.stdout, again.stderr], [0, '16 is up to date.\n', '']);
  });

  it('--images: only the selected pairs', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a', 'b c.png': 'b', 'b c.txt': 'b', 'd.jpg': 'd' });
    const result = await cli.json<UploadResult>(
      'to-s3',
      style.folder,
      ...to,
      '--images',
      'a.jpg',
      './b c.png',
    );
    assert.deepEqual([...result.uploaded_files].sort(), ['a.jpg', 'a.txt', 'b c.png', 'b c.txt']);
  });

  it('--style and --prefix: another location', async () => {
    style.writeLocal({ 'a.jpg': 'a' });
    await cli.run('to-s3', style.folder, ...to, '--style', 'other', '--prefix', 'sets');
    assert.deepEqual(server.bucket(BUCKET).keys, ['sets/other/a.jpg']);
  });

  it('--sync-deletes: nothing is deleted without it; with it, each deletion is named', async () => {
    style.writeLocal({ 'old_image.jpg': 'a', 'old_image.txt': 'a', 'b.jpg': 'b' });
    await cli.run('to-s3', style.folder, ...to);
    style.deleteLocal('old_image.jpg', 'old_image.txt');
    assert.equal((await cli.json<UploadResult>('to-s3', style.folder, ...to)).deleted, 0);
    const up = await cli.run('to-s3', style.folder, ...to, '--sync-deletes');
    assert.match(up.stderr, /^Deleted from S3 \(not in local\): old_image\.jpg$/m);
    assert.match(up.stderr, /^Deleted from S3 \(not in local\): old_image\.txt$/m);
    assert.equal(up.stdout, 'Synced 16 to S3: 1 image and 1 caption deleted in S3.\n');
    style.writeLocal({ 'removed_image.jpg': 'x' });
    const down = await cli.run('from-s3', style.folder, ...to, '--sync-deletes');
    assert.match(down.stderr, /^Deleted local file \(not in S3\): removed_image\.jpg$/m);
    assert.deepEqual(Object.keys(style.local), ['b.jpg']);
  });

  it('--dry-run: prints the plan, and changes nothing on either side or in the store', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a' });
    style.writeRemote({ 'gone.jpg': 'x' });
    const result = await cli.json<UploadResult>('to-s3', style.folder, ...to, '--dry-run', '--sync-deletes');
    assert.deepEqual([result.status, result.uploaded, result.deleted, result.dry_run], [0, 0, 0, true]);
    assert.deepEqual(
      result.plan?.map(({ action, file, reason }) => `${action} ${file}: ${reason}`),
      ['upload a.txt: new', 'upload a.jpg: new', 'delete gone.jpg: never seen here'],
    );
    assert.deepEqual(Object.keys(style.remote), ['gone.jpg']);
    assert.deepEqual(fs.readdirSync(`${style.folder}/..`), ['16']);
  });

  it('--dry-run of a download into a missing folder: prints the plan, and creates no folder', async () => {
    style.writeRemote({ 'a.jpg': 'a', 'a.txt': 'a' });
    fs.rmSync(style.folder, { recursive: true });
    const result = await cli.json<DownloadResult>('from-s3', style.folder, ...to, '--dry-run');
    assert.deepEqual(
      result.plan?.map(({ action, file }) => `${action} ${file}`),
      ['download a.txt', 'download a.jpg'],
    );
    assert.ok(!fs.existsSync(style.folder));
  });

  it('exit status 1 when a file failed, and 1 when something conflicts', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'b.jpg': 'b' });
    server.faults.add({ operation: 'PutObject', key: /b\.jpg$/, then: fault.error(400, 'InvalidRequest') });
    const failed = await cli.json<UploadResult>('to-s3', style.folder, ...to);
    assert.deepEqual([failed.status, failed.uploaded, failed.failed], [1, 1, 1]);
    assert.deepEqual(
      failed.failed_files.map(({ file }) => file),
      ['b.jpg'],
    );
    server.faults.clear();
    await cli.run('to-s3', style.folder, ...to);
    style.writeLocal({ 'a.jpg': 'here' });
    style.writeRemote({ 'a.jpg': 'there' });
    const conflict = await cli.json<UploadResult>('to-s3', style.folder, ...to);
    assert.deepEqual([conflict.status, conflict.conflict_files], [1, ['a.jpg']]);
    const { stderr } = await cli.run('to-s3', style.folder, ...to);
    assert.match(
      stderr,
      /^Conflict, left alone on both sides: a\.jpg\nTo decide .*--apply.*--on-conflict overwrite/,
    );
    const forced = await cli.json<UploadResult>('to-s3', style.folder, ...to, '--on-conflict', 'overwrite');
    assert.deepEqual([forced.status, forced.uploaded_files], [0, ['a.jpg']]);
  });

  describe('exit status 2, one sentence, nothing changed', () => {
    const attempt = async (words: RegExp, ...args: readonly string[]): Promise<void> => {
      const { status, stdout, stderr } = await cli.run(...args);
      assert.deepEqual([status, stdout], [2, ''], stderr);
      assert.match(stderr, words);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
    };

    it('bad arguments', () => attempt(/Name the bucket with --bucket/, 'to-s3', style.folder));
    it('an option that does not exist', () =>
      attempt(/--sync-delete/, 'to-s3', style.folder, ...to, '--sync-delete'));
    it('a missing folder', () =>
      attempt(/does not exist.*Is its disk mounted\?/, 'to-s3', '/no/such/folder', ...to));
    it('an empty source', () =>
      attempt(/not one training image/, 'to-s3', style.folder, ...to, '--sync-deletes'));

    const withImage = (): void => style.writeLocal({ 'a.jpg': 'a' });
    it('a missing bucket', () => {
      withImage();
      return attempt(/“no-such-bucket” does not exist/, 'to-s3', style.folder, '--bucket', 'no-such-bucket');
    });
    it('wrong keys', async () => {
      withImage();
      const { accessKeyId } = server.credentials;
      const { endpoint } = server;
      cli = new CommandLine({ endpoint, credentials: { accessKeyId, secretAccessKey: 'wrong' } });
      await attempt(/does not accept these keys/, 'to-s3', style.folder, ...to);
    });
    it('no credentials', () => {
      withImage();
      cli = new CommandLine();
      return attempt(
        /No AWS credentials were found/,
        'to-s3',
        style.folder,
        ...to,
        '--endpoint',
        server.endpoint,
      );
    });
    it('no network', async () => {
      withImage();
      await server.close();
      await attempt(/cannot be reached/, 'to-s3', style.folder, ...to);
    }).timeout(30_000);
    it('access denied, naming the right that is missing', () => {
      withImage();
      server.policies.deny({ action: 's3:ListBucket' });
      return attempt(/S3 denied s3:ListBucket/, 'to-s3', style.folder, ...to);
    });

    it('leaves no folder behind that it created for a download', async () => {
      const folder = style.pathOf('new/styles/17');
      await attempt(/not one training image/, 'from-s3', folder, ...to);
      assert.deepEqual(fs.readdirSync(style.folder), []);
    });

    it('with --json, an object with the fields and the error', async () => {
      const result = await cli.json<UploadResult & { error: { code: string } }>(
        'to-s3',
        '/no/such/folder',
        ...to,
      );
      assert.deepEqual([result.status, result.uploaded, result.failed, result.deleted], [2, 0, 0, 0]);
      assert.equal(result.error.code, 'missing-folder');
    });
  });

  it('Ctrl+C ends a run within 2 s and leaves no lock', async () => {
    style.writeLocal(Object.fromEntries([...Array(40).keys()].map((i) => [`${String(i)}.jpg`, 'x'])));
    const reached = moment();
    server.faults.add({ operation: 'PutObject', after: 5, then: fault.call(() => reached.resolve()) });
    server.faults.add({ operation: 'PutObject', after: 5, then: fault.hang });
    const run = cli.start('to-s3', style.folder, ...to, '--json', '--concurrency', '4');
    await reached.promise;
    const began = performance.now();
    run.process.kill('SIGINT');
    const { status, stdout } = await run.finished;
    assert.ok(performance.now() - began < 2000);
    const result = JSON.parse(stdout) as UploadResult;
    assert.deepEqual([status, result.cancelled], [1, true]);
    server.faults.clear();
    const next = await cli.json<UploadResult>('to-s3', style.folder, ...to);
    assert.equal(next.status, 0);
    assert.equal(Object.keys(style.remote).length, 40);
  });

  it('takes over the lock of a killed run, cleans up after it, and does only the remaining work', async () => {
    style.writeRemote(
      Object.fromEntries([...Array(40).keys()].map((i) => [`${String(i)}.jpg`, 'x'.repeat(1000)])),
    );
    const reached = moment();
    server.faults.add({ operation: 'GetObject', after: 20, then: fault.call(() => reached.resolve()) });
    server.faults.add({ operation: 'GetObject', after: 20, then: fault.hang });
    const run = cli.start('from-s3', style.folder, ...to, '--concurrency', '4');
    await reached.promise;
    run.process.kill('SIGKILL');
    await run.finished;
    for (const [file, content] of Object.entries(style.local)) {
      if (!file.startsWith('.')) assert.equal(content, 'x'.repeat(1000), `${file} is half a file`);
    }
    server.faults.clear();
    const next = await cli.json<DownloadResult>('from-s3', style.folder, ...to);
    assert.equal(next.status, 0);
    assert.deepEqual(style.local, style.remote);
  });
});
