import assert from 'node:assert/strict';
import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { THIS_PROCESS } from '../../../../src/local/files/processIdentity.js';
import { asUser, PROCESS_TIMEOUT_MS } from '../asUser.js';
import { bodyOf, isRootOnLinux, neverAborted, StyleFolder } from '../styleFolder.js';

describe('temporary files of a crashed run', () => {
  let style: StyleFolder;
  beforeEach(() => (style = new StyleFolder()));
  afterEach(() => style.remove());

  const nameOf = (pid: number, hostId = THIS_PROCESS.hostId): string =>
    `.s3-training-data-${hostId}-${String(pid)}-0123456789abcdef.tmp`;
  const clear = async (): Promise<void> => (await style.store()).clearTemporaryFiles();
  /** The number of an ended process. */
  const deadPid = (): number => spawnSync(process.execPath, ['--version']).pid;

  it('are removed, in sub-folders too, and nothing else is', async () => {
    style.add(nameOf(deadPid()), 'half');
    style.add(`10_cat/${nameOf(deadPid())}`, 'half');
    for (const name of ['.hidden', '.s3-training-data-notes.tmp', 'a.jpg', 'a.tmp']) style.add(name, 'mine');
    await clear();
    assert.deepEqual(style.names(), ['.hidden', '.s3-training-data-notes.tmp', '10_cat', 'a.jpg', 'a.tmp']);
    assert.deepEqual(style.names('10_cat'), []);
  });

  it('are removed when this process has the number of the crashed one, as in containers', async () => {
    style.add(nameOf(process.pid), 'half');
    await clear();
    assert.deepEqual(style.names(), []);
  });

  it('never have the final name, even when the process was killed in the middle of a write', async function () {
    this.timeout(PROCESS_TIMEOUT_MS);
    style.add('a.jpg', 'old');
    const program = fileURLToPath(new URL('./crashingWriter.ts', import.meta.url));
    const writer = fork(program, [style.root], { execArgv: ['--import', 'tsx'] });
    await once(writer, 'message');
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    const [left] = style.names();
    assert.equal(readFileSync(style.path(left ?? ''), 'utf8'), 'half of the new '.repeat(20_000));
    assert.equal(readFileSync(style.path('a.jpg'), 'utf8'), 'old');
    await clear();
    assert.deepEqual(style.names(), ['a.jpg']);
  });

  it('stay while another process is writing them', async () => {
    const other = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    await once(other, 'spawn');
    const name = nameOf(other.pid ?? 0);
    style.add(name, 'half');
    try {
      await clear();
      assert.deepEqual(style.names(), [name]);
    } finally {
      other.stdin.end();
      await once(other, 'exit');
    }
    await clear();
    assert.deepEqual(style.names(), []);
  });

  it('stay while this process is writing them', async () => {
    const store = await style.store();
    const write = store.write('a.jpg', bodyOf('new'), undefined, () => undefined, neverAborted);
    async function* clearing(): AsyncGenerator<Uint8Array> {
      yield* bodyOf('ne');
      await store.clearTemporaryFiles();
      yield* bodyOf('w');
    }
    await store.write('b.jpg', clearing(), undefined, () => undefined, neverAborted);
    await write;
    assert.deepEqual(style.names(), ['a.jpg', 'b.jpg']);
  });

  it('stay for a day when they are of another host', async () => {
    const [young, old] = [nameOf(1, '00000000'), nameOf(2, '00000000')];
    style.add(young, 'half');
    utimesSync(style.add(old, 'half'), new Date(), new Date(Date.now() - 25 * 60 * 60 * 1000));
    await clear();
    assert.deepEqual(style.names(), [young]);
  });

  it('are not looked for behind links', async () => {
    const outside = join(style.parent, 'outside');
    const name = nameOf(deadPid());
    mkdirSync(outside);
    style.add(`../outside/${name}`, 'half');
    symlinkSync(outside, style.path('link'));
    await clear();
    assert.ok(existsSync(join(outside, name)));
  });

  it('do not stop a sync to S3 of a read-only folder', async function () {
    if (!isRootOnLinux) this.skip();
    this.timeout(PROCESS_TIMEOUT_MS);
    chmodSync(style.parent, 0o755);
    style.add(nameOf(deadPid()), 'half');
    style.add('locked/a.jpg', 'x');
    chmodSync(style.path('locked'), 0o700);
    assert.equal(await asUser('clear', style.root), null);
  });
});
