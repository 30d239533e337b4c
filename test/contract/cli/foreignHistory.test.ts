import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CommandLine } from '../../support/commandLine.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

/** `undo` of `dist/cli.js` by a user, or with a home, other than that of the sync (docs/sync-contract.md §8). */
describe('command line: a history of another home', () => {
  let server: S3Server;
  let style: SyncedStyle;
  let homes: string;
  beforeEach(async () => {
    server = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
    homes = fs.mkdtempSync(path.join(os.tmpdir(), 'homes-'));
    style.writeLocal({ 'a.jpg': 'image', 'a.txt': 'caption' });
    assert.equal((await at('first').run('to-s3', style.folder, '--bucket', BUCKET)).status, 0);
  });
  afterEach(async () => {
    style.remove();
    fs.rmSync(homes, { recursive: true, force: true });
    await server.close();
  });

  /** The command line of a user with this home. */
  const at = (home: string): CommandLine =>
    new CommandLine(server, undefined, {
      S3_TRAINING_DATA_HOME: undefined,
      XDG_CONFIG_HOME: path.join(homes, home),
    });
  const undo = (home: string, ...options: readonly string[]) =>
    at(home).run('undo', style.folder, ...options);

  it('is undone in its own home without further options', async () => {
    assert.equal((await undo('first')).status, 0);
    assert.deepEqual(style.remote, {});
  });

  it('is refused with one sentence, which names the option, the server, the bucket and the files', async () => {
    server.requests.clear();
    const { status, stdout, stderr } = await undo('second');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^The sync \S+ of 16 is not known to be yours, .* Nothing was sent\. .*\n$/);
    for (const part of [BUCKET, server.endpoint, 'removes a.jpg, a.txt', '--trust-history'])
      assert.ok(stderr.includes(part), `${part} is not in: ${stderr}`);
    assert.deepEqual(server.requests.counts(), {});
    assert.deepEqual(Object.keys(style.remote), ['a.jpg', 'a.txt']);
  });

  it('is undone with --trust-history, and marked in the history before and after', async () => {
    const before = await at('second').run('history', style.folder);
    assert.match(before.stdout, /\(not known to be yours, by the command line\)\n$/);
    assert.equal((await undo('second', '--trust-history')).status, 0);
    assert.deepEqual(style.remote, {});
    const { stdout } = await at('second').run('history', style.folder);
    assert.match(stdout, /^\S+ .*\(by the command line\)\n\S+ .*\(undone, not known to be yours, .*\)\n$/);
  });

  it('is the user’s own if both homes share the secret', async () => {
    const kept = { S3_TRAINING_DATA_HOME: path.join(homes, 'volume') };
    const box = (home: string): CommandLine =>
      new CommandLine(server, undefined, { ...kept, HOME: path.join(homes, home) });
    style.writeLocal({ 'b.jpg': 'image' });
    assert.equal((await box('one').run('to-s3', style.folder, '--bucket', BUCKET)).status, 0);
    assert.equal((await box('two').run('undo', style.folder)).status, 0);
    assert.deepEqual(Object.keys(style.remote), ['a.jpg', 'a.txt']);
  });

  it('works if no secret can be stored, and says what that means', async () => {
    const nowhere = new CommandLine(server, undefined, {
      S3_TRAINING_DATA_HOME: path.join(style.folder, 'a.jpg', 'home'),
    });
    style.writeLocal({ 'b.jpg': 'image' });
    const { status, stderr } = await nowhere.run('to-s3', style.folder, '--bucket', BUCKET);
    assert.equal(status, 0);
    assert.match(stderr, /^This run will not be known to be yours, .*a\.jpg.*ENOTDIR/m);
    assert.deepEqual(Object.keys(style.remote), ['a.jpg', 'a.txt', 'b.jpg']);
  });

  it('is refused for an endpoint that must not get the keys', async () => {
    const elsewhere = await undo('first', '--endpoint', 'http://127.0.0.1:1');
    assert.equal(elsewhere.status, 2);
    assert.match(elsewhere.stderr, /leads to http:\/\/127\.0\.0\.1:1, whose keys go nowhere else/);
    assert.deepEqual(Object.keys(style.remote), ['a.jpg', 'a.txt']);
  });

  it('stores the secret where nobody else can read it, and accepts none that others could have written', async () => {
    const file = path.join(homes, 'first', 's3-training-data', 'secret');
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    assert.ok(
      !fs.readFileSync(journalOf(style.folder), 'utf8').includes(fs.readFileSync(file, 'utf8').trim()),
    );
    fs.chmodSync(file, 0o644);
    assert.equal((await undo('first')).status, 2);
    fs.chmodSync(file, 0o600);
    fs.renameSync(file, `${file}2`);
    fs.symlinkSync(`${file}2`, file);
    assert.equal((await undo('first')).status, 2);
    fs.rmSync(file);
    fs.renameSync(`${file}2`, file);
    assert.equal((await undo('first')).status, 0);
  });
});

function journalOf(folder: string): string {
  const journals = path.join(folder, '../.s3-training-data', path.basename(folder), 'journal');
  const [name = ''] = fs.readdirSync(journals);
  return path.join(journals, name);
}
